import * as v from 'valibot';
import type { CloudProvider } from '../contract/cloud-provider.js';

/** A provider that has a name and the methods that a helper calls. */
export function providerWith(...methods: readonly (keyof CloudProvider)[]) {
  return v.custom<CloudProvider>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      typeof Reflect.get(value, 'name') === 'string' &&
      methods.every((method) => typeof Reflect.get(value, method) === 'function'),
    `must be a provider: an object with a name and the methods ${methods.join(', ')}`,
  );
}
