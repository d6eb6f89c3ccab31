import { generateEncryptionKey, ProviderRegistry } from '@stagely/core';
import type { CaseDefinition } from '../conformance-case.js';
import { letEventLoopTurn } from '../event-loop.js';
import { expectSuccess } from '../expect-success.js';
import { expectThat } from '../expect-that.js';
import { printValue } from '../print-value.js';
import { visibleText } from '../visible-text.js';

/** Stands for what the environment of the test process may hold. */
const AMBIENT = 'from-the-environment-of-the-process';

export const pluginCases: readonly CaseDefinition[] = [
  {
    name: 'the plugin is one that a registry takes',
    rule: 'a provider package has as its default export what definePlugin() returns: name, contract 1, credentials, secretFields, createProvider, credentialsFromEnvironment',
    advice: 'return definePlugin({ … }) of @stagely/core/plugin as the default export.',
    async run({ harness: { plugin } }) {
      await expectSuccess('its registration', () => newRegistry().registerPlugin(plugin));
      const standard = plugin.credentials['~standard'];
      expectThat(
        standard.version === 1 && typeof standard.validate === 'function',
        'credentials is no Standard Schema of version 1',
      );
    },
  },
  {
    name: 'the schema of the credentials takes those that work and refuses what are none',
    rule: 'the schema tells, without a request, whether credentials have the right shape',
    advice:
      'describe the fields of the credentials with a strict schema of any library that supports Standard Schema.',
    async run({ harness, observer }) {
      const { validate } = harness.plugin.credentials['~standard'];
      const working = await validate(harness.credentials);
      expectThat(
        working.issues === undefined,
        `it refused the credentials that work: ${printValue(working.issues?.map(({ message }) => message))}`,
      );
      for (const wrong of [undefined, null, 'text', 42]) {
        const result = await expectSuccess(`a check of ${printValue(wrong)}`, () =>
          validate(wrong),
        );
        expectThat(result.issues !== undefined, `it took ${printValue(wrong)}`);
      }
      expectThat(observer.requests === 0, `it made ${observer.requests} requests`);
    },
  },
  {
    name: 'the secret fields are fields of the credentials',
    rule: 'secretFields names the credential fields whose values must never be seen',
    advice: 'name the fields as the schema does, and give the harness a value for each.',
    async run({ harness: { plugin, credentials } }) {
      const { validate } = plugin.credentials['~standard'];
      for (const field of plugin.secretFields) {
        if (Object.hasOwn(credentials, field)) continue;
        const result = await validate({ ...credentials, [field]: 'a-value-of-that-field' });
        const known = result.issues === undefined && Object.hasOwn(Object(result.value), field);
        expectThat(known, `"${field}" is a secret field, but the schema does not know it`);
      }
    },
  },
  {
    name: 'credentialsFromEnvironment reads nothing but what it is given',
    rule: 'credentialsFromEnvironment(environment) returns what it finds in its argument, also when that is not all, and looks nowhere else',
    advice: 'read the argument, not process.env, and leave out what is not there.',
    async run({ harness: { plugin, credentials } }) {
      const variables = Object.entries(plugin.environmentVariables ?? {});
      const names = variables.flatMap(([, fieldNames]) => fieldNames);
      const ambient = withEnvironment(names, () => plugin.credentialsFromEnvironment({}));
      expectThat(
        typeof ambient === 'object' && ambient !== null,
        `it returned ${printValue(ambient)} for an empty environment`,
      );
      expectThat(!visibleText(ambient).includes(AMBIENT), 'it read process.env');

      const given = Object.entries(credentials).flatMap(([field, value]) => {
        const [name] = plugin.environmentVariables?.[field] ?? [];
        return name === undefined || typeof value !== 'string' ? [] : [{ field, name, value }];
      });
      const found = plugin.credentialsFromEnvironment(
        Object.freeze(Object.fromEntries(given.map(({ name, value }) => [name, value]))),
      );
      for (const { field, name, value } of given) {
        expectThat(
          found[field] === value,
          `it did not find "${field}" in ${name}, as environmentVariables says`,
        );
      }
    },
  },
  {
    name: 'a provider has the name of its plugin and every method of the contract',
    rule: 'createProvider makes a CloudProvider whose name is the plugin’s',
    advice:
      'implement createInstance, getInstanceStatus, terminateInstance, validateCredentials, listInstances and setExpiry.',
    async run(context) {
      const { name } = context.harness.plugin;
      const provider = await context.openProvider();
      await expectSuccess('its registration', () => newRegistry().registerProvider(name, provider));
      expectThat(
        provider.name === name,
        `the provider is called ${printValue(provider.name)}, the plugin "${name}"`,
      );
    },
  },
  {
    name: 'making a provider makes no request',
    rule: 'createProvider makes no request: an application makes providers long before it needs them',
    advice: 'put off every request until a method is called.',
    async run(context) {
      await context.openProvider();
      await letEventLoopTurn(10);
      expectThat(context.observer.requests === 0, `${context.observer.requests} requests`);
    },
  },
  {
    name: 'working credentials are valid',
    rule: 'validateCredentials() makes one cheap call, and resolves when the credentials work',
    advice: 'use a call that reads, needs few rights and costs nothing.',
    async run(context) {
      const provider = await context.openProvider();
      await expectSuccess('validateCredentials', () => provider.validateCredentials());
    },
  },
];

/** A registry that finds nothing; it is here for its checks. */
function newRegistry(): ProviderRegistry {
  return new ProviderRegistry({ encryptionKey: generateEncryptionKey() });
}

/** Calls a synchronous function while variables of the process are set, and puts back what was there. */
function withEnvironment<T>(names: readonly string[], call: () => T): T {
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) process.env[name] = AMBIENT;
  try {
    return call();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
