/** Calls a function as plain JavaScript does: with any arguments at all. */
export function callUntyped(
  target: (...parameters: never[]) => unknown,
  ...given: unknown[]
): unknown {
  return Reflect.apply(target, undefined, given);
}
