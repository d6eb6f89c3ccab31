import { invalidField } from '../errors.js';
import type { Query } from './read-query.js';

/** The values of a parameter that allows only some; undefined when it is not given. */
export function readChoices<const Choice extends string>(
  query: Query,
  name: string,
  choices: readonly Choice[],
): readonly Choice[] | undefined {
  return query.get(name)?.map((value) => {
    const choice = choices.find((each) => each === value);
    if (choice === undefined) throw invalidField(name, `must be one of ${choices.join(', ')}`);
    return choice;
  });
}
