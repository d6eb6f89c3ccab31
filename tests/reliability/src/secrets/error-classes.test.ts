import * as core from '@stagely/core';
import * as plugin from '@stagely/core/plugin';
import * as hetzner from '@stagely/provider-hetzner/client';
import { beforeAll, describe, expect, test } from 'vitest';
import { CLOUD_NAMES } from '../clouds/tested-cloud.js';
import { prepareProcess } from '../matrix/prepare-process.js';
import { findShown } from './find-shown.js';
import { PROVOCATIONS } from './provocations.js';
import { REGISTRY_PROVOCATIONS } from './registry-provocations.js';
import { secretsFor, TYPICAL } from './secret-set.js';

type ErrorClass = abstract new (...args: never[]) => Error;

const isErrorClass = (value: unknown): value is ErrorClass =>
  typeof value === 'function' && value.prototype instanceof Error;

/** Every error class that a package exports. */
const CLASSES = new Set(
  [core, plugin, hetzner].flatMap((exported) => Object.values(exported)).filter(isErrorClass),
);

/** These two never leave a creation or a termination: they tell it what to do next. */
const INNER: ReadonlySet<unknown> = new Set([plugin.LaunchTakenError, plugin.InstanceLockedError]);

const secrets = CLOUD_NAMES.map((cloud) => secretsFor(cloud, TYPICAL));
const provocations = Object.entries({ ...PROVOCATIONS, ...REGISTRY_PROVOCATIONS });
const provoked = new Map<string, readonly unknown[]>();

beforeAll(async () => {
  for (const cloud of CLOUD_NAMES) await prepareProcess(cloud);
  for (const [name, provoke] of provocations) provoked.set(name, await provoke());
});

describe('no error shows a secret that was in its input:', () => {
  test.each(provocations.map(([name]) => name))('%s', (name) => {
    const errors = provoked.get(name) ?? [];
    expect(errors.length).toBeGreaterThan(0);
    for (const error of errors) {
      expect(error).toBeInstanceOf(Error);
      expect(secrets.flatMap((each) => findShown(error, each))).toEqual([]);
    }
  });

  test.each([...CLASSES].filter((each) => !INNER.has(each)).map((each) => [each.name, each]))(
    'an error of the class %s is among them',
    (_, errorClass) => {
      const errors = [...provoked.values()].flat();
      expect(errors.some((error) => error instanceof errorClass)).toBe(true);
    },
  );
});

test('the classes are found among the exports', () => {
  expect(CLASSES.size).toBeGreaterThanOrEqual(18);
  for (const inner of INNER) expect(CLASSES).toContain(inner);
});
