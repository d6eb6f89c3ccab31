import { inspect } from 'node:util';

/** All that somebody can see of a value by the means of the language: its properties, hidden ones too, and its JSON. */
export function visibleText(value: unknown): string {
  const texts = [
    inspect(value, {
      depth: Infinity,
      showHidden: true,
      maxStringLength: null,
      maxArrayLength: null,
    }),
  ];
  if (value instanceof Error) texts.push(value.message, value.stack ?? '');
  texts.push(toJson(value));
  return texts.join('\n');
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // Circular, which is no fault.
    return '';
  }
}
