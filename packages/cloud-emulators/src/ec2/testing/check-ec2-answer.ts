import { parseXml, textAt, type XmlElement } from './parse-xml.js';
import { type OperationShapes, problemOfText, type Shape } from './shape.js';

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** Everything in an answer that the description of its action does not allow. */
export function checkEc2Answer(action: string, shapes: OperationShapes, xml: string): string[] {
  const { root, namespace, content } = parseXml(xml);
  const problems: string[] = [];
  if (root !== `${action}Response`) problems.push(`the root is ${root}`);
  if (namespace !== NAMESPACE) problems.push(`the namespace is ${namespace}`);
  if (!textAt(content, 'requestId')) problems.push('there is no requestId');
  if (!(content instanceof Map)) return [...problems, 'the answer holds nothing'];
  const fields = new Map(content);
  fields.delete('requestId');
  // Actions without an answer of their own say that they succeeded.
  const isBare = shapes.answer.type === 'structure' && shapes.answer.members.size === 0;
  if (isBare && textAt(content, 'return') === 'true') fields.delete('return');
  return [...problems, ...checkElement(shapes.answer, fields, action)];
}

/** Everything wrong with the form of an answer that is an error. */
export function checkEc2Error(xml: string): string[] {
  const { root, content } = parseXml(xml);
  const problems: string[] = [];
  if (root !== 'Response') problems.push(`the root is ${root}`);
  for (const path of [['Errors', 'Error', 'Code'], ['Errors', 'Error', 'Message'], ['RequestID']]) {
    if (!textAt(content, ...path)) problems.push(`there is no ${path.join('.')}`);
  }
  return problems;
}

function checkElement(shape: Shape, element: XmlElement, where: string): string[] {
  if (typeof element === 'string') {
    const problem = problemOfText(shape, element, where);
    return problem === undefined ? [] : [problem];
  }
  if (shape.type === 'list') {
    return [...element].flatMap(([name, items]) =>
      name === 'item'
        ? items.flatMap((item, index) => checkElement(shape.item(), item, `${where}[${index}]`))
        : [`${where} is a list and holds ${name}`],
    );
  }
  if (shape.type !== 'structure') return [`${where} is no ${shape.type}`];
  const missing = [...shape.members]
    .filter(([name, { required }]) => required && !element.has(name))
    .map(([name]) => `${where} has no ${name}`);
  const wrong = [...element].flatMap(([name, occurrences]) => {
    const member = shape.members.get(name);
    if (member === undefined) return [`${where} has no element ${name} in the description`];
    if (occurrences.length > 1) return [`${where} has ${name} several times`];
    return occurrences.flatMap((one) => checkElement(member.shape(), one, `${where}.${name}`));
  });
  return [...missing, ...wrong];
}
