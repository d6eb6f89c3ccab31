import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const workflowSchema = v.looseObject({
  permissions: v.record(v.string(), v.string()),
  jobs: v.record(
    v.string(),
    v.looseObject({
      'timeout-minutes': v.number(),
      steps: v.array(v.looseObject({ uses: v.optional(v.string()), run: v.optional(v.string()) })),
    }),
  ),
});

const scriptsSchema = v.object({ scripts: v.record(v.string(), v.string()) });

const workflows = readdirSync(`${root}/.github/workflows`);
const { scripts } = v.parse(
  scriptsSchema,
  JSON.parse(readFileSync(`${root}/package.json`, 'utf8')),
);

describe.each(workflows)('the workflow %s', (file) => {
  const workflow = v.parse(
    workflowSchema,
    parse(readFileSync(`${root}/.github/workflows/${file}`, 'utf8')),
  );
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('pins every action by commit and may only read', () => {
    for (const { uses } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    }
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  test('runs scripts that the repository has', () => {
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const [, script = ''] = /^npx -y pnpm@12 (\S+)/.exec(command) ?? [];
      expect(['install', 'exec', ...Object.keys(scripts)]).toContain(script);
    }
  });
});
