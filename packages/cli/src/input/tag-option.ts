import { InvalidArgumentError, Option } from '@commander-js/extra-typings';

/** A repeatable `--tag key=value`. */
export const tagOption = (description: string) =>
  new Option('--tag <key=value>', `${description} (repeatable)`).argParser(addTag);

function addTag(text: string, tags: Record<string, string> | undefined): Record<string, string> {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw new InvalidArgumentError('It must be key=value; the value may be empty.');
  }
  if (tags !== undefined && Object.hasOwn(tags, key)) {
    throw new InvalidArgumentError(`The tag "${key}" is given twice.`);
  }
  // Entries, because a key such as __proto__ would get lost in an assignment.
  return Object.fromEntries([...Object.entries(tags ?? {}), [key, value]]);
}
