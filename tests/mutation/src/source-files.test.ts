import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { AREAS } from './areas.js';
import { filesByArea } from './source-files.js';

const folderOf = (name: string) =>
  fileURLToPath(new URL(`../../../packages/${name}`, import.meta.url));

test.each([...new Set(AREAS.map((area) => area.package))])(
  'every area of %s has files, each in one area only, and no test among them',
  (name) => {
    const ofPackage = AREAS.filter((area) => area.package === name);
    const files = [...filesByArea(ofPackage, folderOf(name)).values()];
    expect(files.every((ofArea) => ofArea.length > 0)).toBe(true);
    const all = files.flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((file) => !file.endsWith('.ts') || file.includes('.test.'))).toEqual([]);
  },
);

test('a file belongs to the first area that names it', () => {
  const [first, second] = [
    { name: 'one', package: 'core', sources: ['src/creation/creation.ts'], tests: [] },
    { name: 'two', package: 'core', sources: ['src/creation'], tests: [] },
  ] as const;
  const files = filesByArea([first, second], folderOf('core'));
  expect(files.get(first)).toEqual(['src/creation/creation.ts']);
  expect(files.get(second)).toContain('src/creation/adoption.ts');
  expect(files.get(second)).not.toContain('src/creation/creation.ts');
});

test('a source that is not there is an error', () => {
  const area = { name: 'one', package: 'core', sources: ['src/nowhere'], tests: [] };
  expect(() => filesByArea([area], folderOf('core'))).toThrow('nowhere');
});
