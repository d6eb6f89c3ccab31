import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PackageTree, pluginSource } from '../../test/package-tree.js';
import { IncompatibleProviderError } from '../errors/incompatible-provider-error.js';
import { loadPlugin } from './load-plugin.js';

const NAME = '@stagely/provider-x';
const FOLDER = `node_modules/${NAME}`;

let tree: PackageTree;

beforeEach(() => {
  tree = new PackageTree();
});

afterEach(() => tree.remove());

function load(source: string, entry = 'index.js') {
  tree.plugin(FOLDER, { source });
  const entryPath = tree.path(`${FOLDER}/${entry}`);
  return loadPlugin({ packageName: NAME, version: '1.2.3', provider: 'x', entryPath });
}

test('a plugin is the default export of its package', async () => {
  const plugin = await load(pluginSource('x'));
  expect(plugin).toMatchObject({ name: 'x', contract: 1, secretFields: ['api_token'] });
  expect(tree.imported).toEqual([`${FOLDER}/index.js`]);
});

test('a plugin may be a CommonJS module', async () => {
  const source = pluginSource('x')
    .replace('export default', 'module.exports =')
    .replace('import.meta.url', '__filename');
  tree.write(`${FOLDER}/plugin.cjs`, source);
  expect(await load('', 'plugin.cjs')).toHaveProperty('name', 'x');
});

describe('a package is refused', () => {
  test.each<[string, string, unknown]>([
    ['throws while it is imported', "throw new TypeError('no luck');", 'no luck'],
    ['rejects while it is imported', "await Promise.reject(new Error('late'));", 'late'],
    ['imports what is not there', "import 'not-installed-anywhere';", /not-installed-anywhere/],
    ['does not parse', 'export default {', expect.any(String)],
  ])('when it %s', async (_, source, message) => {
    const error = await load(source).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(IncompatibleProviderError);
    expect(error).toMatchObject({
      message: expect.stringContaining(`${NAME}@1.2.3 failed while it was imported.`),
      cause: {
        message: message instanceof RegExp ? expect.stringMatching(message) : message,
      },
    });
  });

  test.each([
    ['nothing', ''],
    ['undefined', 'export default undefined;'],
    ['a function', 'export default () => {};'],
    ['an empty object', 'export default {};'],
    ['a plugin under a name', 'export const plugin = { name: "x" };'],
  ])('when its default export is %s', async (_, source) => {
    const error = await load(source).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(IncompatibleProviderError);
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining(
        `The default export of ${NAME}@1.2.3 is not a Stagely provider plugin: `,
      ),
    );
  });

  test('when its code and its manifest name different providers', async () => {
    const error = await load(pluginSource('y')).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(IncompatibleProviderError);
    expect(error).toHaveProperty(
      'message',
      `${NAME}@1.2.3 says in its package.json that it provides "x" and in its code "y". Ask its author to make the two agree.`,
    );
  });
});
