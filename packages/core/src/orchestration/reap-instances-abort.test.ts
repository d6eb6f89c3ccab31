import { describe, expect, test } from 'vitest';
import { listedMachine } from '../../test/listed-machine.js';
import { TinyProvider } from '../../test/tiny-provider.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { CallOptions } from '../contract/call-options.js';
import type { SweepResult } from '../contract/sweep-result.js';
import { OperationAbortedError } from '../errors/operation-aborted-error.js';
import { reapInstances } from './reap-instances.js';

const clock = new VirtualClock();
const reason = new Error('the user pressed Ctrl-C');

/** Aborts when a call begins, and remembers which signals it was given. */
class Aborting extends TinyProvider {
  readonly controller = new AbortController();
  readonly signals = new Set<AbortSignal | undefined>();
  readonly #abortAt: string;
  /** What a call throws after it has aborted; a provider that goes on throws nothing. */
  readonly #thrown: unknown;

  constructor(abortAt: string, thrown?: unknown) {
    super(clock);
    this.#abortAt = abortAt;
    this.#thrown = thrown;
    for (const instanceId of ['a', 'b', 'c']) {
      this.put(listedMachine(instanceId, { expiresAt: new Date(clock.now() - 1) }));
    }
  }

  protected override begin(operation: string, subject: string, options?: CallOptions): void {
    this.calls.push(`${operation} ${subject}`);
    this.signals.add(options?.signal);
    if (`${operation} ${subject}` !== this.#abortAt) return;
    this.controller.abort(reason);
    if (this.#thrown !== undefined) throw this.#thrown;
  }

  async sweep(options?: CallOptions): Promise<SweepResult> {
    this.begin('sweep', '', options);
    return { removed: [], failed: [] };
  }
}

async function aborted(provider: Aborting): Promise<unknown> {
  const error = await reapInstances(provider, { clock, signal: provider.controller.signal }).catch(
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(OperationAbortedError);
  expect(error).toMatchObject({
    message: 'tiny: reapInstances was aborted by its caller.',
    provider: 'tiny',
    operation: 'reapInstances',
    cause: reason,
  });
  return provider.calls;
}

describe('an aborted signal', () => {
  test('before the beginning keeps everything from being asked', async () => {
    const provider = new Aborting('never');
    provider.controller.abort(reason);
    expect(await aborted(provider)).toEqual([]);
  });

  test('while machines are listed ends none of them', async () => {
    expect(await aborted(new Aborting('listInstances {}'))).toEqual(['listInstances {}']);
  });

  test('keeps a list from being read further', async () => {
    class Listing extends Aborting {
      readonly listed: string[] = [];
      override async *listInstances() {
        for await (const machine of super.listInstances()) {
          this.listed.push(machine.instanceId);
          if (machine.instanceId === 'b') this.controller.abort(reason);
          yield machine;
        }
      }
    }
    const provider = new Listing('never');
    await aborted(provider);
    expect(provider.listed).toEqual(['a', 'b']);
  });

  test('that a list answers with an error of its own is an OperationAbortedError', async () => {
    expect(await aborted(new Aborting('listInstances {}', new DOMException('Aborted')))).toEqual([
      'listInstances {}',
    ]);
  });

  test('while a machine is ended is heeded before the next one', async () => {
    const provider = new Aborting('terminateInstance a');
    expect(await aborted(provider)).toEqual([
      'listInstances {}',
      'getInstanceStatus a',
      'terminateInstance a',
    ]);
    expect(provider.alive).toEqual(['b', 'c']);
  });

  test('that a machine answers with an error is no failure of the machine', async () => {
    const provider = new Aborting('getInstanceStatus b', new Error('cut'));
    expect(await aborted(provider)).toContain('terminateInstance a');
    expect(provider.alive).toEqual(['b', 'c']);
  });

  test('after the last machine keeps the rest from being swept', async () => {
    const provider = new Aborting('terminateInstance c');
    expect(await aborted(provider)).not.toContain('sweep ');
    expect(provider.alive).toEqual([]);
  });

  test('while the rest is swept is told as such', async () => {
    await aborted(new Aborting('sweep ', new Error('cut')));
  });
});

test('a signal reaches every call to the provider', async () => {
  const provider = new Aborting('never');
  const { signal } = provider.controller;
  await reapInstances(provider, { clock, signal });
  expect(provider.alive).toEqual([]);
  expect([...provider.signals]).toEqual([signal]);
  expect(provider.calls).toHaveLength(8);
});
