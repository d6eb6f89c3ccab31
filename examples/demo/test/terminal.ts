import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

/** An output that keeps what is written; a terminal unless its options say otherwise. */
export class Terminal extends Writable {
  readonly isTTY: boolean;
  readonly rows = 40;
  columns: number;
  #text = '';

  constructor({ isTTY = true, columns = 60 } = {}) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
    this.columns = columns;
  }

  resize(columns: number): void {
    this.columns = columns;
    this.emit('resize');
  }

  /** Everything written since the last call, as it is. */
  takeRaw(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** The lines written since the last call, without what moves the cursor or colours them. */
  take(): string[] {
    return stripVTControlCharacters(this.takeRaw()).split('\n');
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.#text += String(chunk);
    done();
  }
}
