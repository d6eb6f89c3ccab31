import { buildParameterTree, type ParameterTree } from '../protocol/parameter-tree.js';
import { type OperationShapes, problemOfText, type Shape } from './shape.js';

/** Everything in a form-encoded request that the description of its action does not allow. */
export function checkEc2Request(shapes: OperationShapes, form: string): string[] {
  const parameters = new Map(new URLSearchParams(form));
  parameters.delete('Action');
  parameters.delete('Version');
  return checkNode(shapes.request, buildParameterTree(parameters), 'request');
}

function checkNode(shape: Shape, node: string | ParameterTree, where: string): string[] {
  if (typeof node === 'string') {
    const problem = problemOfText(shape, node, where);
    return problem === undefined ? [] : [problem];
  }
  if (shape.type === 'list') {
    return Object.entries(node).flatMap(([index, item]) =>
      /^[1-9]\d*$/.test(index)
        ? checkNode(shape.item(), item, `${where}.${index}`)
        : [`${where} is a list and has ${index}`],
    );
  }
  if (shape.type !== 'structure') return [`${where} is no ${shape.type}`];
  const missing = [...shape.members]
    .filter(([name, { required }]) => required && node[name] === undefined)
    .map(([name]) => `${where} has no ${name}`);
  const wrong = Object.entries(node).flatMap(([name, child]) => {
    const member = shape.members.get(name);
    return member === undefined
      ? [`${where} has no parameter ${name} in the description`]
      : checkNode(member.shape(), child, `${where}.${name}`);
  });
  return [...missing, ...wrong];
}
