import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Member, OperationShapes, Shape } from './shape.js';

/** Beside the repository, not part of it. */
const specifications = new URL('../../../../../../shared/specs/', import.meta.url);

/** Whether the descriptions of the API are there to check against. */
export const hasSpecifications = existsSync(specifications);

const reference = v.object({
  shape: v.string(),
  locationName: v.optional(v.string()),
  queryName: v.optional(v.string()),
});

const serviceModel = v.object({
  operations: v.record(
    v.string(),
    v.object({ input: v.optional(reference), output: v.optional(reference) }),
  ),
  shapes: v.record(
    v.string(),
    v.object({
      type: v.string(),
      members: v.optional(v.record(v.string(), reference)),
      member: v.optional(reference),
      required: v.optional(v.array(v.string())),
      enum: v.optional(v.array(v.string())),
    }),
  ),
});

type ServiceModel = v.InferOutput<typeof serviceModel>;
type NameOf = (memberName: string, member: v.InferOutput<typeof reference>) => string;

/** The shapes of the actions in AWS's own service model. */
export function readServiceModel(): ReadonlyMap<string, OperationShapes> {
  const text = readFileSync(new URL('ec2-service-2.json', specifications), 'utf8');
  const model = v.parse(serviceModel, JSON.parse(text));
  return new Map(
    Object.entries(model.operations).map(([action, { input, output }]) => [
      action,
      {
        request: shapeOf(model, input?.shape, parameterName),
        answer: shapeOf(model, output?.shape, elementName),
      },
    ]),
  );
}

const parameterName: NameOf = (memberName, { queryName, locationName = memberName }) =>
  queryName ?? locationName.charAt(0).toUpperCase() + locationName.slice(1);

const elementName: NameOf = (memberName, { locationName }) => locationName ?? memberName;

function shapeOf(model: ServiceModel, name: string | undefined, nameOf: NameOf): Shape {
  const shape = name === undefined ? undefined : model.shapes[name];
  if (shape === undefined) return { type: 'structure', members: new Map() };
  switch (shape.type) {
    case 'structure':
      return {
        type: 'structure',
        members: new Map(
          Object.entries(shape.members ?? {}).map(([memberName, member]): [string, Member] => [
            nameOf(memberName, member),
            {
              shape: () => shapeOf(model, member.shape, nameOf),
              required: shape.required?.includes(memberName) ?? false,
            },
          ]),
        ),
      };
    case 'list':
      return { type: 'list', item: () => shapeOf(model, shape.member?.shape, nameOf) };
    case 'integer':
    case 'long':
      return { type: 'integer' };
    case 'float':
    case 'double':
      return { type: 'number' };
    case 'boolean':
    case 'timestamp':
      return { type: shape.type };
    default:
      return shape.enum ? { type: 'text', values: new Set(shape.enum) } : { type: 'text' };
  }
}
