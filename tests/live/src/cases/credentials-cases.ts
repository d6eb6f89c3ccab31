import { inspect } from 'node:util';
import { InvalidCredentialsError } from '@stagely/core';
import { expect } from 'vitest';
import type { CloudDescription } from '../clouds/cloud-description.js';
import { refusedCredentials } from '../target/refused-credentials.js';
import type { LiveCase } from './live-case.js';
import { rejectionOf } from './rejection-of.js';

const notFor = ({ acceptsAnyCredentials }: CloudDescription) =>
  acceptsAnyCredentials ? 'it accepts any credentials' : undefined;

export const credentialsCases: readonly LiveCase[] = [
  {
    name: 'credentials that work are accepted',
    machines: 0,
    async run({ provider }) {
      await provider.validateCredentials();
    },
  },
  {
    name: 'credentials with another secret are refused, and not shown',
    machines: 0,
    notFor,
    async run(run) {
      const credentials = refusedCredentials(run.target);
      const provider = await run.openProvider(credentials);
      const error = await rejectionOf(provider.validateCredentials());
      expect(error).toBeInstanceOf(InvalidCredentialsError);
      const shown = inspect(error, { depth: 10 }) + JSON.stringify(error);
      const hidden = run.target.plugin.secretFields.filter((field) =>
        shown.includes(String(credentials[field] ?? 'no such credential')),
      );
      expect(hidden, 'secret fields that the error shows').toEqual([]);
    },
  },
  {
    name: 'credentials with another secret create nothing',
    machines: 0,
    notFor,
    async run(run) {
      const provider = await run.openProvider(refusedCredentials(run.target));
      const error = await rejectionOf(provider.createInstance(run.spec()));
      expect(error).toBeInstanceOf(InvalidCredentialsError);
      expect(error).toMatchObject({ outcome: 'no-instance' });
      expect(await run.list()).toEqual([]);
    },
  },
];
