import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { MockProvider } from './mock-provider.js';
import { settingsSchema } from './settings.js';

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

describe('the README', () => {
  it('has an example that runs', async () => {
    await import('../examples/lost-answer.js');
  });

  it('shows the example as it is', async () => {
    const [block] = /(?<=```ts\n)[\s\S]*?(?=```)/.exec(await read('../README.md')) ?? [];
    expect(block).toBe(await read('../examples/lost-answer.ts'));
  });

  it('names every control and every setting', async () => {
    const readme = await read('../README.md');
    const controls = Object.getOwnPropertyNames(Object.getPrototypeOf(MockProvider.prototype));
    const settings = Object.keys(settingsSchema.pipe[1].entries);
    expect(controls).toContain('failNext');
    for (const name of [...controls, ...settings].filter((found) => found !== 'constructor')) {
      expect(readme).toMatch(new RegExp(`\`(?:mock\\.)?${name}\\b`));
    }
  });
});
