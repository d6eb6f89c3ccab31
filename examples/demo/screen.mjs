import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { createLogUpdate } from 'log-update';
import pc from 'picocolors';
import { cutLine, wrapText } from './fit-text.mjs';
import { formatMachines } from './machine-table.mjs';

/** @import { WriteStream } from 'node:tty' */
/** @import { Writable } from 'node:stream' */
/** @import { Machine } from './machines.mjs' */

/** @typedef {Writable & Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows'>>} Output */

const FRAME_MS = 100;

/**
 * What the demo shows. On a terminal the machines are a table that is drawn anew as they change, below whatever is
 * printed meanwhile; in a file, a pipe or CI, or where no colours are wanted, each change is a line.
 */
export class Screen {
  #stream;
  #now;
  /** @type {boolean} */
  #live;
  #colors;
  /** @type {readonly Machine[]} */
  #machines = [];
  /** @type {ReturnType<typeof createLogUpdate> | undefined} */
  #render;
  /** The lines of the table as they stand on the terminal. @type {readonly string[]} */
  #drawn = [];
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  #startedAt = 0;
  #onResize = () => this.#redraw();

  /**
   * @param {Output} stream
   * @param {{ env: NodeJS.ProcessEnv, now?: () => number }} options
   */
  constructor(stream, { env, now = () => performance.now() }) {
    this.#stream = stream;
    this.#now = now;
    this.#live = stream.isTTY === true && env['TERM'] !== 'dumb' && !env['CI'] && !env['NO_COLOR'];
    this.#colors = pc.createColors(this.#live);
  }

  /** How many characters a line can have; a file or a pipe takes any number. */
  get width() {
    return this.#stream.isTTY === true ? (this.#stream.columns ?? 80) : Number.POSITIVE_INFINITY;
  }

  get colors() {
    return this.#colors;
  }

  /** Prints a heading. @param {string} text */
  title(text) {
    this.lines('', this.#colors.bold(text), this.#colors.dim('-'.repeat(text.length)));
  }

  /**
   * Prints texts of a line each, broken between words where they are too long.
   *
   * @param {...string} texts
   */
  say(...texts) {
    const indent = '  ';
    this.#above(texts.map((text) => wrapText(text, { width: this.width, indent })));
  }

  /** Prints lines, cut where they are too long. @param {...string} lines */
  lines(...lines) {
    this.#above(lines.map((line) => cutLine(line, this.width)));
  }

  /** Prints a command as a person would type it. @param {readonly string[]} words */
  command(words, end = '') {
    this.say(`${this.#colors.dim('$')} stagely ${words.join(' ')}${end}`);
  }

  /** Shows machines until `release()`. @param {readonly Machine[]} machines */
  watch(machines) {
    this.#machines = machines;
    this.#startedAt = this.#now();
    if (!this.#live) return;
    this.#render = createLogUpdate(this.#stream, { showCursor: true });
    this.#stream.on('resize', this.#onResize);
    this.#timer = setInterval(() => this.#paint(), FRAME_MS);
    this.#paint();
  }

  /**
   * Says that a machine has changed; on a terminal the table does.
   *
   * @param {Machine} machine
   * @param {string} text
   */
  changed(machine, text) {
    if (this.#live) this.#paint();
    else this.say(`${this.#elapsed()}  ${nameOf(machine)}: ${text}`);
  }

  /**
   * Says of a machine what needs attention.
   *
   * @param {Machine} machine
   * @param {string} text
   */
  warn(machine, text) {
    const mark = this.#colors.yellow('warning');
    this.say(`${this.#elapsed()}  ${nameOf(machine)}: ${mark}: ${text}`);
  }

  /** Leaves the table as it is now. */
  release() {
    this.#paint();
    clearInterval(this.#timer);
    this.#stream.off('resize', this.#onResize);
    this.#render?.done();
    this.#render = undefined;
    this.#drawn = [];
  }

  #elapsed() {
    return this.#colors.dim(
      `${((this.#now() - this.#startedAt) / 1_000).toFixed(1)} s`.padStart(7),
    );
  }

  /** @param {readonly string[]} texts */
  #above(texts) {
    this.#render?.clear();
    this.#stream.write(`${texts.join('\n')}\n`);
    this.#paint();
  }

  #paint() {
    if (this.#render === undefined) return;
    this.#drawn = formatMachines(this.#machines, {
      width: this.width,
      colors: this.#colors,
      now: this.#now(),
    });
    this.#render(this.#drawn.join('\n'));
  }

  /** A terminal that becomes narrower breaks the lines it shows, of which log-update knows nothing. */
  #redraw() {
    const rows = this.#drawn.map(
      (line) => Math.ceil(stripVTControlCharacters(line).length / this.width) || 1,
    );
    moveCursor(this.#stream, 0, -rows.reduce((total, count) => total + count, 0));
    cursorTo(this.#stream, 0);
    clearScreenDown(this.#stream);
    this.#render?.done();
    this.#paint();
  }
}

/** @param {Machine} machine */
function nameOf({ request }) {
  return `${request.provider} ${request.asked}`;
}
