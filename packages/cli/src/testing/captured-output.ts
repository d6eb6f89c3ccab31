import { Writable } from 'node:stream';

/** An output that keeps what is written, for tests; a terminal where `isTTY` is true. */
export class CapturedOutput extends Writable {
  readonly isTTY: boolean;
  readonly columns = 100;
  text = '';
  readonly #watchers: { readonly pattern: RegExp; readonly act: () => void }[] = [];

  constructor(options: { isTTY?: boolean } = {}) {
    super({ decodeStrings: false });
    this.isTTY = options.isTTY ?? false;
  }

  /** Acts once, as soon as everything written so far matches. */
  when(pattern: RegExp, act: () => void): void {
    this.#watchers.push({ pattern, act });
  }

  /** Takes everything written so far. */
  take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    for (const watcher of this.#watchers.filter(({ pattern }) => pattern.test(this.text))) {
      this.#watchers.splice(this.#watchers.indexOf(watcher), 1);
      watcher.act();
    }
    done();
  }
}
