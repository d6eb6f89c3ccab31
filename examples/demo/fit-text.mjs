import { stripVTControlCharacters } from 'node:util';

/**
 * Breaks a text between words, so that no line is longer than the width if that can be; later lines are indented.
 *
 * @param {string} text one line
 * @param {{ width: number, indent?: string }} options
 */
export function wrapText(text, { width, indent = '' }) {
  const [first = '', ...words] = text.split(/(?<=\S) (?=\S)/);
  /** @type {string[]} */
  const lines = [];
  let line = first;
  for (const word of words) {
    if (stripVTControlCharacters(`${line} ${word}`).length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = indent + word;
    }
  }
  return [...lines, line].join('\n');
}

/**
 * Cuts a line that is longer than the width, which takes its colours as well.
 *
 * @param {string} line
 * @param {number} width
 */
export function cutLine(line, width) {
  const plain = stripVTControlCharacters(line);
  return plain.length <= width ? line : `${plain.slice(0, Math.max(0, width - 1))}…`;
}
