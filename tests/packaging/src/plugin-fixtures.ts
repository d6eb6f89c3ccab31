import { type PackageTarball, packSource } from './package-tarball.js';

/** A plugin that tells when it is imported and when it constructs a provider, as a package of a stranger. */
const honestModule = (name: string) => `
globalThis.imported?.push(${JSON.stringify(name)});

const anything = {
  '~standard': { version: 1, vendor: 'stranger', validate: (value) => ({ value }) },
};
const provider = (account) => ({
  name: ${JSON.stringify(name)},
  account,
  async createInstance() {},
  async getInstanceStatus() {},
  async terminateInstance() {},
  async validateCredentials() {},
  async *listInstances() {},
  async setExpiry() {},
});

export default {
  name: ${JSON.stringify(name)},
  contract: 1,
  credentials: anything,
  secretFields: ['api_token'],
  async createProvider({ account, api_token }) {
    if (globalThis.failConstruction) throw new Error('cannot use ' + api_token);
    globalThis.constructed?.push(account);
    return provider(account);
  },
  credentialsFromEnvironment: () => ({}),
};
`;

interface PluginFixture {
  readonly name: string;
  readonly stagely?: object;
  readonly module: string;
  readonly dependencies?: Record<string, string>;
}

const fixtures: readonly PluginFixture[] = [
  {
    name: 'stagely-provider-import-only',
    stagely: { provider: 'import-only', contract: 1 },
    module: honestModule('import-only'),
    dependencies: { 'stagely-provider-undeclared': '1.0.0' },
  },
  {
    name: 'stagely-provider-undeclared',
    stagely: { provider: 'undeclared', contract: 1 },
    module: honestModule('undeclared'),
  },
  { name: 'stagely-provider-no-manifest', module: honestModule('no-manifest') },
  {
    name: 'stagely-provider-contract-2',
    stagely: { provider: 'contract-2', contract: 2 },
    module: honestModule('contract-2'),
  },
  {
    name: 'stagely-provider-throws',
    stagely: { provider: 'throws', contract: 1 },
    module: `throw new Error('This plugin cannot be imported.');`,
  },
  {
    name: 'stagely-provider-not-a-plugin',
    stagely: { provider: 'not-a-plugin', contract: 1 },
    module: 'export default { name: "not-a-plugin" };',
  },
  {
    name: 'stagely-provider-other-name',
    stagely: { provider: 'other-name', contract: 1 },
    module: honestModule('yet-another-name'),
  },
];

/** Packs plugins as strangers might publish them; their `exports` have nothing but an `import` condition. */
export function packPluginFixtures(): Promise<PackageTarball[]> {
  return Promise.all(
    fixtures.map(({ name, stagely, dependencies = {}, module }) =>
      packSource({
        manifest: {
          name,
          version: '1.0.0',
          type: 'module',
          exports: { '.': { import: './index.js' } },
          dependencies,
          stagely,
        },
        files: { 'index.js': module },
      }),
    ),
  );
}

/** The dependencies of an application that declares every fixture but the undeclared one. */
export const declaredFixtures = Object.fromEntries(
  fixtures
    .map(({ name }) => [name, '1.0.0'])
    .filter(([name]) => name !== 'stagely-provider-undeclared'),
);
