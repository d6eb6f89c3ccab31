import type { LabelRequirement, LabelSelector } from './label-selector.js';
import { checkLabelKey, checkLabelValue } from './label-syntax.js';

/** What is wrong with a selector, and where. */
export class LabelSelectorSyntaxError extends Error {
  override readonly name = 'LabelSelectorSyntaxError';
}

/**
 * Reads a selector: `k`, `!k`, `k=v`, `k==v`, `k!=v`, `k in (a,b)`, `k notin (a,b)`, joined by commas. White
 * space between words does not count. An empty text selects everything.
 *
 * @throws LabelSelectorSyntaxError
 */
export function parseLabelSelector(text: string): LabelSelector {
  const words = new Words(text);
  if (words.atEnd) return [];
  const selector: LabelRequirement[] = [];
  do selector.push(readRequirement(words));
  while (words.take(','));
  if (!words.atEnd) throw words.error('expected comma');
  return selector;
}

function readRequirement(words: Words): LabelRequirement {
  if (words.take('!')) return { key: readKey(words), operator: 'missing', values: [] };
  const key = readKey(words);
  if (words.take('!=')) return { key, operator: 'notIn', values: [readValue(words)] };
  if (words.take('==') || words.take('=')) {
    return { key, operator: 'in', values: [readValue(words)] };
  }
  if (words.takeWord('in')) return { key, operator: 'in', values: readValues(words) };
  if (words.takeWord('notin')) return { key, operator: 'notIn', values: readValues(words) };
  return { key, operator: 'exists', values: [] };
}

function readKey(words: Words): string {
  const start = words.position;
  const key = words.identifier();
  if (key === '' || checkLabelKey(key) !== undefined)
    throw words.error('invalid identifier', start);
  return key;
}

function readValue(words: Words): string {
  const start = words.position;
  const value = words.identifier();
  if (checkLabelValue(value) !== undefined) throw words.error('invalid value', start);
  return value;
}

function readValues(words: Words): readonly string[] {
  if (!words.take('(')) throw words.error('expected opening parenthesis');
  const values = [];
  do values.push(readValue(words));
  while (words.take(','));
  if (!words.take(')')) throw words.error('expected closing parenthesis');
  return values;
}

/** A text that is read from left to right; white space before a word is skipped. */
class Words {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get position(): number {
    return this.#skipSpace();
  }

  get atEnd(): boolean {
    return this.#skipSpace() === this.#text.length;
  }

  take(symbol: string): boolean {
    if (!this.#text.startsWith(symbol, this.#skipSpace())) return false;
    this.#position += symbol.length;
    return true;
  }

  takeWord(word: string): boolean {
    const before = this.#position;
    if (this.identifier() === word) return true;
    this.#position = before;
    return false;
  }

  /** Letters of which keys and values are made; empty when there are none. */
  identifier(): string {
    const pattern = /[a-zA-Z0-9._/-]*/y;
    pattern.lastIndex = this.#skipSpace();
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#position += found.length;
    return found;
  }

  error(problem: string, at = this.position): LabelSelectorSyntaxError {
    return new LabelSelectorSyntaxError(`${problem} at pos ${at}`);
  }

  #skipSpace(): number {
    while (this.#text[this.#position]?.trim() === '') this.#position += 1;
    return this.#position;
  }
}
