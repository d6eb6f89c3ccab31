/** What an element of an answer can hold; what is undefined is left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | Date
  | XmlFields
  | readonly XmlValue[]
  | undefined;

/** Elements by name. A list is written as `item` elements, as the EC2 protocol has all its lists. */
export interface XmlFields {
  readonly [name: string]: XmlValue;
}

/** Writes an element with all that is in it. */
export function renderXml(name: string, value: XmlValue, attributes = ''): string {
  if (value === undefined) return '';
  const content = renderContent(value);
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

function renderContent(value: Exclude<XmlValue, undefined>): string {
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (isList(value)) return value.map((item) => renderXml('item', item)).join('');
  return Object.entries(value)
    .map(([name, field]) => renderXml(name, field))
    .join('');
}

function isList(value: XmlFields | readonly XmlValue[]): value is readonly XmlValue[] {
  return Array.isArray(value);
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Parsers make a line feed of it otherwise.
  '\r': '&#xD;',
};

function escapeText(given: string): string {
  return given.replaceAll(/[&<>"'\r]/g, (character) => escapes[character] ?? character);
}
