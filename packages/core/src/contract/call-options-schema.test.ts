import { expect, test } from 'vitest';
import { checkInput } from '../validation/parse-input.js';
import { callOptionsSchema } from './call-options-schema.js';

const { signal } = new AbortController();

test.each([[undefined], [{}], [{ signal: undefined }], [{ signal }]])(
  'options of a call may be %j',
  (options) => {
    expect(checkInput(callOptionsSchema, options, 'options').issues).toBeUndefined();
  },
);

test.each([
  [null, ['options must be an object']],
  [[], ['options must be an object']],
  [signal, ['options must be an object']],
  [{ signal: null }, ['options.signal must be an AbortSignal']],
  [
    { signal: new AbortController(), timeout: 5 },
    ['options.signal must be an AbortSignal', 'options.timeout is not a known field'],
  ],
])('options of a call are not %j', (options, problems) => {
  const { issues } = checkInput(callOptionsSchema, options, 'options');
  expect(issues?.map(({ path, message }) => `${path} ${message}`)).toEqual(problems);
});
