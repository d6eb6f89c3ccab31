type ErrorClass = abstract new (...args: never[]) => unknown;

const markers = new WeakMap<object, symbol>();

/**
 * Marks the instances of one of our classes with a symbol that every copy of this package shares, and
 * names them in a way that survives minification.
 */
export function markErrorClass(errorClass: ErrorClass, className: string, name = className): void {
  const marker = Symbol.for(`stagely.error.${className}`);
  markers.set(errorClass, marker);
  Object.defineProperty(errorClass.prototype, marker, { value: true });
  Object.defineProperty(errorClass.prototype, 'name', {
    value: name,
    configurable: true,
    writable: true,
  });
}

/** Tells whether a value is an instance of a class, by its mark or, for a class of somebody else's, by its prototype. */
export function hasErrorMarker(errorClass: ErrorClass, value: unknown): boolean {
  const marker = markers.get(errorClass);
  if (marker === undefined) return Function.prototype[Symbol.hasInstance].call(errorClass, value);
  return typeof value === 'object' && value !== null && marker in value;
}
