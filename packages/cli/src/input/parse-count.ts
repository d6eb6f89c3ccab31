import { InvalidArgumentError } from '@commander-js/extra-typings';

/** Makes a parser of whole numbers within bounds, for options. */
export function countParser(min: number, max: number): (text: string) => number {
  return (text) => {
    const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (count >= min && count <= max) return count;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}
