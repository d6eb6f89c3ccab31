import { XMLParser } from 'fast-xml-parser';

/** An element: its text when it holds only that, else its children by name, each as often as it occurs. */
export type XmlElement = string | ReadonlyMap<string, readonly XmlElement[]>;

/** A parsed answer. */
export interface XmlDocument {
  readonly root: string;
  readonly namespace: string | undefined;
  readonly content: XmlElement;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: (_name, _path, isLeaf, isAttribute) => !isAttribute && !isLeaf,
});

/** Parses XML with a parser that is not ours. */
export function parseXml(text: string): XmlDocument {
  const parsed: unknown = parser.parse(text, true);
  const [root = '', value] = Object.entries(toRecord(parsed)).find(([, one]) => one !== '\n') ?? [];
  const element: unknown = Array.isArray(value) ? value[0] : value;
  const namespace = toRecord(element)['@xmlns'];
  return {
    root,
    namespace: typeof namespace === 'string' ? namespace : undefined,
    content: toElement(element),
  };
}

function toElement(value: unknown): XmlElement {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const children = Object.entries(value)
    .filter(([name]) => !name.startsWith('@') && name !== '#text')
    .map(([name, child]): [string, XmlElement[]] => [
      name,
      (Array.isArray(child) ? child : [child]).map(toElement),
    ]);
  return new Map(children);
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** The text at a path of element names, in the first of each. */
export function textAt(element: XmlElement | undefined, ...path: string[]): string | undefined {
  const found = path.reduce<XmlElement | undefined>(
    (node, name) => (node instanceof Map ? node.get(name)?.[0] : undefined),
    element,
  );
  return typeof found === 'string' ? found : undefined;
}
