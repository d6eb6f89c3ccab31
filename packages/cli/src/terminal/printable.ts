const CONTROL_CHARACTERS = /\p{Cc}/gu;

/** Makes control characters visible: a text that comes from a cloud or a file must not command the terminal. */
export function printable(text: string): string {
  return text.replaceAll(CONTROL_CHARACTERS, escapeCharacter);
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function escapeCharacter(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
