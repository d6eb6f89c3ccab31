import { afterEach, describe, expect, test } from 'vitest';
import { beginMachine, machineRequests } from '../machines.mjs';
import { Screen } from '../screen.mjs';
import { Terminal } from './terminal.js';

const shown: Screen[] = [];
afterEach(() => {
  for (const screen of shown.splice(0)) screen.release();
});

function show(terminal: Terminal, env: Record<string, string> = {}) {
  const time = { now: 0 };
  const screen = new Screen(terminal, { env, now: () => time.now });
  shown.push(screen);
  const machines = machineRequests.map((request) => ({ ...beginMachine(request), startedAt: 0 }));
  const [machine] = machines;
  if (machine === undefined) throw new Error('There are no machines.');
  return { screen, machines, machine, time };
}

describe('on a terminal', () => {
  test.each([
    [40, ['PROVIDER', 'ASKED FOR']],
    [60, ['PROVIDER', 'ASKED FOR', 'STATE', 'SECONDS']],
    [80, ['PROVIDER', 'ASKED FOR', 'STATE', 'SECONDS', 'TYPE']],
    [120, ['PROVIDER', 'ASKED FOR', 'STATE', 'SECONDS', 'TYPE', 'ADDRESS']],
  ])('of %i columns the machines are a table that fits', (columns, titles) => {
    const terminal = new Terminal({ columns });
    const { screen, machines } = show(terminal);
    for (const machine of machines) {
      Object.assign(machine, { type: 's-2vcpu-4gb-intel', address: '198.18.0.1' });
    }
    screen.watch(machines);
    const [head = '', ...rows] = terminal.take();
    expect(head.split(/ {2,}/).slice(0, titles.length)).toEqual(titles);
    expect(rows.filter((row) => row !== '')).toHaveLength(machines.length);
    expect(Math.max(...[head, ...rows].map((row) => row.length))).toBeLessThanOrEqual(columns);
  });

  test('the table is drawn anew as machines change, below what is printed', () => {
    const terminal = new Terminal();
    const { screen, machines, machine, time } = show(terminal);
    screen.watch(machines);
    terminal.take();
    time.now = 1_500;
    machine.state = 'starting';
    screen.changed(machine, 'has an address');
    const changed = terminal.take().join('\n');
    expect(changed).toMatch(/aws +small amd64 +starting +1\.5/);
    expect(changed).not.toContain('has an address');

    screen.warn(machine, 'another type');
    const lines = terminal.take();
    const warning = lines.findIndex((line) => line.includes('warning: another type'));
    const head = lines.findIndex((line) => line.startsWith('PROVIDER'));
    expect(warning).toBeGreaterThanOrEqual(0);
    expect(head).toBeGreaterThan(warning);
  });

  test('what was broken by a narrower terminal is taken away', () => {
    const terminal = new Terminal({ columns: 100 });
    const { screen, machines } = show(terminal);
    screen.watch(machines);
    const table = terminal.take().filter((line) => line !== '');
    expect(Math.max(...table.map((line) => line.length))).toBeGreaterThan(60);
    terminal.resize(30);
    const rows = table.reduce((sum, line) => sum + Math.ceil(line.length / 30), 0);
    const drawn = terminal.takeRaw();
    expect(drawn.startsWith(`\x1b[${rows}A\x1b[1G\x1b[0J`)).toBe(true);
    expect(drawn).toContain('ASKED FOR');
  });

  test('nothing is drawn any more after its end, and texts are broken between words', () => {
    const terminal = new Terminal();
    const { screen, machines, machine } = show(terminal);
    screen.watch(machines);
    screen.release();
    terminal.take();
    terminal.resize(40);
    screen.changed(machine, 'has ended');
    expect(terminal.take()).toEqual(['']);
    screen.say('One contract for virtual machines on several clouds');
    expect(terminal.take()).toEqual([
      'One contract for virtual machines on',
      '  several clouds',
      '',
    ]);
    screen.lines('One contract for virtual machines on several clouds');
    expect(terminal.take()).toEqual(['One contract for virtual machines on se…', '']);
  });
});

describe.each([
  ['in a pipe', { isTTY: false }, {}],
  ['without colours', {}, { NO_COLOR: '1' }],
  ['in CI', {}, { CI: 'true' }],
  ['on a dumb terminal', {}, { TERM: 'dumb' }],
])('%s', (_, options, env) => {
  test('each change is a plain line', () => {
    const terminal = new Terminal({ ...options, columns: 100 });
    const { screen, machines, machine, time } = show(terminal, env);
    screen.watch(machines);
    time.now = 2_100;
    screen.changed(machine, 'is ready');
    screen.warn(machine, 'another type');
    screen.release();
    expect(terminal.takeRaw()).toBe(
      '  2.1 s  aws small amd64: is ready\n  2.1 s  aws small amd64: warning: another type\n',
    );
  });
});
