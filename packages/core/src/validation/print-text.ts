const MAX_LENGTH = 60;

/**
 * Prints a text of a stranger for a message: on one line, not too long, and without characters that a terminal
 * or a log viewer would act on (control characters, invisible formatting, broken Unicode).
 */
export function printText(text: string): string {
  const start = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  return JSON.stringify(start)
    .slice(1, -1)
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    );
}
