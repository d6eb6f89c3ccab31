import {
  type CallOptions,
  IdempotencyConflictError,
  type InstanceSpec,
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  type ProviderContext,
  RateLimitedError,
} from '@stagely/core';
import type { Operation } from '@stagely/core/plugin';
import { HonestProvider } from '../honest-provider.js';
import type { Launch, ShownMachine } from '../tiny-client.js';
import type { TinySpec } from '../tiny-creation.js';
import type { TinyCredentials } from '../tiny-machines.js';
import type { Defect } from './defect.js';

class KeepingToken extends HonestProvider {
  protected readonly token: () => string;

  constructor(credentials: TinyCredentials, context: ProviderContext) {
    super(credentials, context);
    this.token = () => credentials.api_token;
  }
}

export const secrecyDefects: readonly Defect[] = [
  {
    name: 'keeps its credentials in a property',
    about: 'a provider shows no credential',
    Provider: class extends HonestProvider {
      readonly credentials: TinyCredentials;
      constructor(credentials: TinyCredentials, context: ProviderContext) {
        super(credentials, context);
        this.credentials = credentials;
      }
    },
  },
  {
    name: 'keeps its credentials in a hidden property',
    about: 'a provider shows no credential',
    Provider: class extends HonestProvider {
      constructor(credentials: TinyCredentials, context: ProviderContext) {
        super(credentials, context);
        const value = { headers: { authorization: `Bearer ${credentials.api_token}` } };
        Object.defineProperty(this, 'client', { value, enumerable: false });
      }
    },
  },
  {
    name: 'shows its credentials in JSON',
    about: 'a provider shows no credential',
    Provider: class extends KeepingToken {
      toJSON() {
        return { name: this.name, token: this.token() };
      }
    },
  },
  {
    name: 'puts the token into a message',
    about: 'errors show no credential',
    Provider: class extends KeepingToken {
      override async validateCredentials(options?: CallOptions) {
        try {
          await super.validateCredentials(options);
        } catch (error) {
          if (!(error instanceof InvalidCredentialsError)) throw error;
          const { operation } = error;
          const message = `tiny: the token ${this.token()} was refused.`;
          throw new InvalidCredentialsError(message, { provider: this.name, operation });
        }
      }
    },
  },
  {
    name: 'puts the token into a cause, in base64',
    about: 'errors show no credential',
    Provider: class extends KeepingToken {
      override async validateCredentials(options?: CallOptions) {
        try {
          await super.validateCredentials(options);
        } catch (error) {
          if (!(error instanceof NetworkFailureError) || error instanceof RateLimitedError)
            throw error;
          const basic = Buffer.from(`user:${this.token()}`).toString('base64');
          const cause = new Error(`authorization: Basic ${basic}`);
          const { operation } = error;
          throw new NetworkFailureError(error.message, { provider: this.name, operation, cause });
        }
      }
    },
  },
  {
    name: 'hands on the error of its client as the cause',
    about: 'errors show no credential',
    also: [
      'a lost answer to a request of a creation leaves no machine unknown',
      'a request of a creation that does not get through leaves no machine unknown',
    ],
    Provider: class extends HonestProvider {
      constructor(credentials: TinyCredentials, context: ProviderContext) {
        super(credentials, {
          ...context,
          async fetch(...args) {
            try {
              return await (context.fetch ?? fetch)(...args);
            } catch (cause) {
              if (!(cause instanceof TypeError)) throw cause;
              throw new NetworkFailureError('tiny: the cloud was not reached.', {
                provider: 'tiny',
                operation: 'createInstance',
                cause,
              });
            }
          },
        });
      }
    },
  },
  {
    name: 'tells the user data of the other spec in a conflict',
    about: 'errors show no user data',
    Provider: class extends HonestProvider {
      protected override checkSpec(machine: ShownMachine, spec: TinySpec, operation: Operation) {
        try {
          super.checkSpec(machine, spec, operation);
        } catch (error) {
          if (!(error instanceof IdempotencyConflictError)) throw error;
          const message = `tiny: the key belongs to another spec than ${JSON.stringify(spec)}.`;
          throw new IdempotencyConflictError(message, { ...operation, issues: error.issues });
        }
      }
    },
  },
  {
    name: 'puts a spec that it refuses into the error',
    about: 'errors show no user data',
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        try {
          return await super.parseSpec(input);
        } catch (error) {
          if (error instanceof InvalidInputError) Object.assign(error, { input });
          throw error;
        }
      }
    },
  },
  {
    name: 'logs its credentials',
    about: 'log lines show no secret',
    Provider: class extends KeepingToken {
      override async validateCredentials(options?: CallOptions) {
        this.logger.debug({ headers: { authorization: this.token() } }, 'asks who it is');
        await super.validateCredentials(options);
      }
    },
  },
  {
    name: 'logs the user data',
    about: 'log lines show no secret',
    Provider: class extends HonestProvider {
      protected override requestLaunch(launch: Launch, operation: Operation) {
        this.logger.debug({ body: JSON.stringify(launch) }, 'sends a request');
        return super.requestLaunch(launch, operation);
      }
    },
  },
  {
    name: 'returns the user data with the machine',
    about: 'results show no secret',
    Provider: class extends HonestProvider {
      protected override toCreated(machine: ShownMachine, spec: TinySpec, reused: boolean) {
        return { ...super.toCreated(machine, spec, reused), userData: spec.userData };
      }
    },
  },
];
