import * as sdk from '@aws-sdk/client-ec2';
import type { Member, OperationShapes, Shape } from './shape.js';

/** How the SDK numbers the kinds of its schemas. */
const [LIST, STRUCTURE] = [1, 3];
/** Added to the number of a simple kind, for a list of it. */
const SIMPLE_LIST = 64;

/** The shapes of an action in the schemas that the AWS SDK exports. They have no enumerations. */
export function readSdkSchemas(action: string): OperationShapes {
  return {
    request: shapeOf(schemaNamed(`${action}Request$`), parameterName),
    answer: shapeOf(schemaNamed(`${action}Result$`), elementName),
  };
}

type NameOf = (memberName: string, traits: Traits) => string;
type Traits = Readonly<Record<string, unknown>>;

const parameterName: NameOf = (memberName, { ec2QueryName, xmlName = memberName }) => {
  const name = String(xmlName);
  return typeof ec2QueryName === 'string'
    ? ec2QueryName
    : name.charAt(0).toUpperCase() + name.slice(1);
};

const elementName: NameOf = (memberName, { xmlName = memberName }) => String(xmlName);

function schemaNamed(name: string): unknown {
  return new Map<string, unknown>(Object.entries(sdk)).get(name);
}

/** A schema is a number, a tuple that begins with one, a function that gives either, or a pair with traits. */
function shapeOf(given: unknown, nameOf: NameOf): Shape {
  const schema = typeof given === 'function' ? given() : given;
  if (!Array.isArray(schema)) return simpleShape(schema);
  const [kind, , , , third, fourth, required] = schema;
  if (kind === LIST) return { type: 'list', item: () => shapeOf(withoutTraits(third), nameOf) };
  if (kind === STRUCTURE && Array.isArray(third) && Array.isArray(fourth)) {
    const members = third.map((name, index): [string, Member] => [
      nameOf(String(name), traitsOf(fourth[index])),
      {
        shape: () => shapeOf(withoutTraits(fourth[index]), nameOf),
        required: typeof required === 'number' && index < required,
      },
    ]);
    return { type: 'structure', members: new Map(members) };
  }
  return simpleShape(kind);
}

function simpleShape(schema: unknown): Shape {
  if (typeof schema === 'number' && schema >= SIMPLE_LIST && schema < SIMPLE_LIST * 2) {
    return { type: 'list', item: () => simpleShape(schema - SIMPLE_LIST) };
  }
  if (schema === undefined) return { type: 'structure', members: new Map() };
  if (schema === 1) return { type: 'number' };
  if (schema === 2) return { type: 'boolean' };
  if (schema === 4 || schema === 5) return { type: 'timestamp' };
  return { type: 'text' };
}

/** A reference with traits is a pair of the schema and its traits; a bare tuple is longer. */
function withoutTraits(reference: unknown): unknown {
  return Array.isArray(reference) && reference.length === 2 ? reference[0] : reference;
}

function traitsOf(reference: unknown): Traits {
  const traits: unknown =
    Array.isArray(reference) && reference.length === 2 ? reference[1] : undefined;
  return typeof traits === 'object' && traits !== null
    ? Object.fromEntries(Object.entries(traits))
    : {};
}
