import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);

/** The fenced code blocks of one language in a Markdown file of this repository, in order. */
export function readCodeBlocks(file: string, language: string): string[] {
  const markdown = readFileSync(fileURLToPath(new URL(file, root)), 'utf8');
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , code = '']) => code);
}
