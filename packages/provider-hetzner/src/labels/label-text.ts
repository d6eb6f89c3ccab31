// A label holds letters, digits, '-', '_' and '.', and a letter or digit at both ends. What else a text holds is
// written as `_x`, its UTF-8 bytes in upper-case hexadecimal digits, and `_`: `feature/foo` is `feature_x2F_foo`.
//
// - `_x` and two such digits, where they stand in the text itself, would be taken for that, so the `_` is written so.
// - A label that would begin or end with such a piece gets an `x` there. So a text's own `x` in that place, alone
//   beside such a piece, is written in hexadecimal too.

const SAFE = /^[A-Za-z0-9._-]$/;
const ALPHANUMERIC = /^[A-Za-z0-9]$/;
const LOOKS_ENCODED = /^_x[0-9A-F]{2}/;
const ENCODED = /_x((?:[0-9A-F]{2})+)_/;
const GUARD = 'x';

/** The longest key and value, in characters: Hetzner Cloud API, "Labels". */
export const MAX_LABEL_LENGTH = 63;

/** Writes any text as a label's key or value. A text of the label's own alphabet stays as it is. */
export function encodeLabelText(text: string): string {
  const characters = [...text];
  const last = characters.length - 1;
  let offset = 0;
  const unsafe = characters.map((character, index) => {
    const rest = text.slice(offset);
    offset += character.length;
    if (LOOKS_ENCODED.test(rest)) return true;
    const isEnd = index === 0 || index === last;
    return !(isEnd ? ALPHANUMERIC : SAFE).test(character);
  });
  if (characters[0] === GUARD && unsafe[1]) unsafe[0] = true;
  if (characters[last] === GUARD && unsafe[last - 1]) unsafe[last] = true;

  let encoded = '';
  for (let index = 0; index <= last; ) {
    let end = index;
    while (end <= last && unsafe[end] === unsafe[index]) end++;
    const run = characters.slice(index, end).join('');
    encoded += unsafe[index] ? `_x${Buffer.from(run).toString('hex').toUpperCase()}_` : run;
    index = end;
  }
  return `${unsafe[0] ? GUARD : ''}${encoded}${unsafe[last] ? GUARD : ''}`;
}

/** Reads what `encodeLabelText` wrote; a text that it never writes stays as it is. */
export function decodeLabelText(label: string): string {
  const pieces = label.split(ENCODED);
  if (pieces.length === 1) return label;
  const last = pieces.length - 1;
  let text = '';
  for (const [index, piece] of pieces.entries()) {
    const isGuard = piece === GUARD && (index === 0 || index === last);
    const decoded = index % 2 === 0 ? (isGuard ? '' : piece) : decodeHex(piece);
    if (decoded === undefined) return label;
    text += decoded;
  }
  return text;
}

function decodeHex(hex: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(hex, 'hex'),
    );
  } catch {
    return undefined;
  }
}
