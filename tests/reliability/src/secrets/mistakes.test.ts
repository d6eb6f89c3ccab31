import { describe, expect, test } from 'vitest';
import { loadWithBug } from '../planted-bugs/load-with-bug.js';
import { hearRequest } from './heard-request.js';
import { runSecretCase } from './secret-case.js';
import { generateSecretCases } from './secret-cases.js';
import { openSecretProvider } from './secret-cloud.js';

const STRIDE = 61;

/** What is wrong in the packages as they are built, and where that shows. */
const MISTAKES = [
  {
    name: 'errors carry what the client library threw',
    file: 'core/dist/redaction/redactor.js',
    text: 'return copyError(error, (text) => redactParts(text, forms));',
    by: 'return error;',
    seen: /^error shows a part of token/,
  },
  {
    name: 'user data is no secret',
    file: 'core/dist/redaction/redactor.js',
    text: 'this.#held.set(secret, (this.#held.get(secret) ?? 0) + 1);',
    by: ';',
    seen: /^error shows a part of userData/,
  },
  {
    name: 'base64 is not looked for',
    file: 'core/dist/redaction/secret-forms.js',
    text: '[...base64Forms(Buffer.from(secret))]',
    by: '[]',
    seen: /^error shows a part of \w+: [\w+/]{12}$/,
  },
  {
    name: 'escapes are not read',
    file: 'core/dist/redaction/readings-of.js',
    text: 'const MOST_TIMES = 4;',
    by: 'const MOST_TIMES = 0;',
    seen: /^error shows/,
  },
  {
    name: 'details of a refusal are taken over as they are',
    file: 'provider-hetzner/dist/client/redact-value.js',
    text: 'return redact(value);',
    by: 'return value;',
    seen: /^error shows/,
  },
];

describe('the suite finds a mistake:', () => {
  test.each(MISTAKES)('$name', async ({ seen, ...mistake }) => {
    await loadWithBug(mistake);
    const { runSecretCase: runWithMistake } = await import('./secret-case.js');
    const leaks: string[] = [];
    for (const each of await generateSecretCases('hetzner', STRIDE)) {
      leaks.push(...(await runWithMistake(each)).leaks);
      if (leaks.some((leak) => seen.test(leak))) break;
    }
    expect(leaks).toContainEqual(expect.stringMatching(seen));
  });

  test('requests are logged', async () => {
    const [first] = await generateSecretCases('hetzner', STRIDE);
    if (first === undefined) throw new Error('There are no cases.');
    const { leaks } = await runSecretCase(first, (cloud, set, context) => {
      const { fetch = globalThis.fetch, logger } = context;
      return openSecretProvider(cloud, set, {
        ...context,
        fetch: async (input, init) => {
          logger?.debug({ request: await hearRequest(input, init) }, 'sent');
          return fetch(input, init);
        },
      });
    });
    expect(leaks).toContainEqual(expect.stringMatching(/^the log shows a part of token/));
  });
});
