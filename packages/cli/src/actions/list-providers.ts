import { ProviderNotInstalledError } from '@stagely/core';
import type { Invocation } from '../invocation/invocation.js';
import { formatTable } from '../terminal/format-table.js';

/** Lists the provider packages that are installed. */
export async function listProviders(invocation: Invocation): Promise<number> {
  const { registry } = await invocation.host.registries.openForEnvironment();
  const plugins = await registry.listInstalledPlugins();
  invocation.print({
    document: plugins.map(({ problem, ...plugin }) => ({
      ...plugin,
      usable: problem === undefined,
      ...(problem === undefined ? {} : { problem: problem.toJSON() }),
    })),
    text: (colors) =>
      plugins.length === 0
        ? ''
        : formatTable(
            plugins,
            [
              { title: 'PROVIDER', value: ({ type }) => type },
              { title: 'PACKAGE', value: ({ packageName }) => packageName },
              { title: 'VERSION', value: ({ version }) => version },
              { title: 'STATE', value: ({ problem }) => stateOf(problem) },
            ],
            colors,
          ),
  });
  for (const { problem } of plugins) {
    if (problem !== undefined) invocation.messages.warn(problem.message);
  }
  if (plugins.length === 0 && !invocation.json) {
    invocation.messages.note(
      `No provider package is declared in the package.json of ${invocation.host.cwd}. Install one: npm install @stagely/provider-aws`,
    );
  }
  return 0;
}

function stateOf(problem: Error | undefined): string {
  if (problem === undefined) return 'usable';
  return problem instanceof ProviderNotInstalledError ? 'not installed' : 'not usable';
}
