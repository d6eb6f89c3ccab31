/** What a parameter or an element can be, from whichever description of EC2 it was read. */
export type Shape =
  | { readonly type: 'structure'; readonly members: ReadonlyMap<string, Member> }
  | { readonly type: 'list'; readonly item: () => Shape }
  | { readonly type: 'text'; readonly values?: ReadonlySet<string> }
  | { readonly type: 'integer' | 'number' | 'boolean' | 'timestamp' };

/** A field of a structure, under its name on the wire. */
export interface Member {
  readonly shape: () => Shape;
  readonly required: boolean;
}

/** The parameters and the answer of an action. */
export interface OperationShapes {
  /** Under the names of parameters: `Filter`, `InstanceId`. */
  readonly request: Shape;
  /** Under the names of elements: `reservationSet`. */
  readonly answer: Shape;
}

const forms = {
  integer: /^-?\d+$/,
  number: /^-?\d+(?:\.\d+)?$/,
  boolean: /^(?:true|false)$/,
  timestamp: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/,
};

/** What is wrong with a text where a shape wants a simple value; undefined when nothing is. */
export function problemOfText(shape: Shape, text: string, where: string): string | undefined {
  if (shape.type === 'structure' || shape.type === 'list') {
    return text === '' ? undefined : `${where} holds the text ${JSON.stringify(text)}`;
  }
  if (shape.type === 'text') {
    const allowed = shape.values === undefined || shape.values.has(text);
    return allowed ? undefined : `${where} is ${JSON.stringify(text)}, no value of its enumeration`;
  }
  return forms[shape.type].test(text)
    ? undefined
    : `${where} is ${JSON.stringify(text)}, no ${shape.type}`;
}
