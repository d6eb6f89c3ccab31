import { randomUUID } from 'node:crypto';
import type { CaseDefinition } from '../conformance-case.js';
import { expectThat } from '../expect-that.js';
import { provokeErrors } from '../provoke-errors.js';
import { SecretSearch } from '../secret-search.js';
import { credentialSearch } from '../secrets-of.js';
import { visibleText } from '../visible-text.js';

export const secrecyCases: readonly CaseDefinition[] = [
  {
    name: 'a provider shows no credential',
    rule: 'util.inspect and JSON.stringify of a provider show none of its secrets, hidden properties included',
    advice: 'keep credentials, and clients that hold them, in private #fields or in closures.',
    async run(context) {
      const search = credentialSearch(context.harness);
      const provider = await context.openProvider();
      expectHidden(search, provider, 'a new provider');
      await context.create(provider, context.spec());
      expectHidden(search, provider, 'a provider that has been used');
    },
  },
  {
    name: 'results show no secret',
    rule: 'what a provider returns shows neither credentials nor user data',
    advice: 'build results field by field; never return the answer of the cloud.',
    async run(context) {
      const search = credentialSearch(context.harness);
      const userData = secretUserData(search);
      const provider = await context.openProvider();
      const created = await context.create(provider, context.spec({ userData }));
      expectHidden(search, created, 'the result of createInstance');
      const listed = await context.findListed(provider, created.instanceId);
      expectHidden(search, listed, 'a listed machine');
      const status = await provider.getInstanceStatus(created.instanceId);
      expectHidden(search, status, 'a status');
    },
  },
  {
    name: 'errors show no credential',
    rule: 'no error shows a secret, in its message, its stack, its causes or any property, whatever a cloud or a client put into its own error; base64 and percent-encoding hide nothing',
    advice:
      'hand on redacted copies as causes and redacted texts in messages; Redactor of @stagely/core/plugin makes them.',
    async run(context) {
      const search = credentialSearch(context.harness);
      for (const { doing, error } of await provokeErrors(context, '#cloud-config\n')) {
        expectHidden(search, error, `the error of ${doing}`);
      }
    },
  },
  {
    name: 'errors show no user data',
    rule: 'user data is a secret: no error shows it or a part of it',
    advice: 'let the Redactor know the user data of the spec; never print a spec.',
    async run(context) {
      const search = new SecretSearch();
      const userData = secretUserData(search);
      for (const { doing, error } of await provokeErrors(context, userData)) {
        expectHidden(search, error, `the error of ${doing}`);
      }
    },
  },
  {
    name: 'log lines show no secret',
    rule: 'what a provider logs shows neither credentials nor user data',
    advice: 'log ids, codes and durations; redact everything that comes from a cloud or a client.',
    async run(context) {
      const search = credentialSearch(context.harness);
      const userData = secretUserData(search);
      const provider = await context.openProvider();
      const created = await context.create(provider, context.spec({ userData }));
      await provider.terminateInstance(created.instanceId);
      await provokeErrors(context, userData);
      for (const line of context.observer.lines) {
        const secret = search.find(line);
        expectThat(secret === undefined, `a log line shows ${secret}`);
      }
    },
  },
];

/** User data with a text that nothing else contains. */
function secretUserData(search: SecretSearch): string {
  const marker = `user-data-${randomUUID()}`;
  search.add('the user data', marker);
  return `#cloud-config\npassword: ${marker}\n`;
}

function expectHidden(search: SecretSearch, value: unknown, printed: string): void {
  const secret = search.find(visibleText(value));
  expectThat(secret === undefined, `${printed} shows ${secret}`);
}
