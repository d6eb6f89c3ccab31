import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { CapturedOutput } from '../testing/captured-output.js';
import { ProgressDisplay } from './progress-display.js';

const colors = pc.createColors(false);

function setUp(options: { isTTY?: boolean; env?: Record<string, string> } = {}) {
  const { isTTY = false, env = {} } = options;
  const stream = new CapturedOutput({ isTTY });
  const time = { now: 0 };
  const display = new ProgressDisplay(stream, { env, now: () => time.now });
  /** What has been written since, without the sequences that move the cursor. */
  const written = () => stripVTControlCharacters(stream.take());
  return { stream, display, time, written };
}

describe('progress where rows cannot move', () => {
  it.each([
    ['a file', {}],
    ['a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }],
    ['CI', { isTTY: true, env: { CI: 'true' } }],
  ])('is a line for each piece of news in %s', async (_, options) => {
    const { stream, display, time } = setUp(options);
    const row = await display.start('Creating', { colors });
    time.now = 1_250;
    row.update('waiting');
    row.update('waiting');
    time.now = 61_000;
    row.finish('ready');
    row.finish();
    expect(stream.text).toBe('Creating ...\nCreating: waiting (1.2s)\nCreating: ready (1m 1s)\n');
  });

  it('says nothing of what is over in a moment', async () => {
    const { stream, display } = setUp();
    const row = await display.start('Asking', { colors, onlyOnTerminal: true });
    row.update('1 so far');
    row.finish();
    expect(stream.text).toBe('');
  });
});

describe('progress on a terminal', () => {
  it('is a row with the time it has taken', async () => {
    const { display, time, written } = setUp({ isTTY: true });
    const row = await display.start('Creating', { colors });
    expect(written()).toBe('⠋ Creating 0.0s\n');
    time.now = 1_250;
    row.update('waiting');
    expect(written()).toMatch(/^. Creating: waiting 1\.2s\n$/);
    time.now = 3_000;
    row.finish('ready');
    expect(written()).toBe('✔ Creating: ready 3.0s\n');
  });

  it('keeps the rows of several commands below what is printed', async () => {
    const { display, written } = setUp({ isTTY: true });
    const first = await display.start('First', { colors });
    const second = await display.start('Second', { colors });
    written();
    display.print('A warning');
    expect(written()).toMatch(/^A warning\n. First 0\.0s\n. Second 0\.0s\n$/);
    first.finish('done');
    expect(written()).toMatch(/^✔ First: done 0\.0s\n. Second 0\.0s\n$/);
    second.finish();
    expect(written()).toBe('');
    display.print('The end');
    expect(written()).toBe('The end\n');
  });

  it('lets a result be written above the rows', async () => {
    const { display, stream, written } = setUp({ isTTY: true });
    await display.start('First', { colors });
    written();
    display.writeAbove(() => stream.write('result\n'));
    expect(written()).toMatch(/^result\n. First 0\.0s\n$/);
  });

  it('moves by itself, without keeping the process alive', async () => {
    const { display, stream } = setUp({ isTTY: true });
    const row = await display.start('First', { colors });
    await new Promise<void>((resolve) => {
      const keepAlive = setInterval(() => undefined, 1_000);
      stream.when(/⠙/, () => {
        clearInterval(keepAlive);
        resolve();
      });
    });
    row.finish();
    expect(stream.text).toContain('⠋');
  });

  it.each([true, false])(
    'shows control characters of its label too (terminal: %s)',
    async (isTTY) => {
      const { display, stream } = setUp({ isTTY });
      const row = await display.start('Creating "\u001b[2J"', { colors });
      row.finish('done');
      expect(stream.text).toContain('Creating "\\x1b[2J"');
      expect(stream.text).not.toContain('\u001b[2J');
    },
  );

  it('shows control characters instead of obeying them', async () => {
    const { display, stream } = setUp({ isTTY: true });
    const row = await display.start('First', { colors });
    row.finish('\u001b[2J');
    expect(stream.text).toContain('\\x1b[2J');
    expect(stream.text).not.toContain('\u001b[2J');
  });
});
