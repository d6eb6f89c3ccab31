import { InvalidInputError } from '@stagely/core';
import { type Call, InstanceLockedError, type TerminationCloud } from '@stagely/core/plugin';
import type { Ec2Api } from './client/ec2-api.js';
import type { AwsInstance } from './instances/aws-instance.js';
import { readInstanceId } from './instances/instance-id.js';
import type { InstanceReader } from './instances/instance-reader.js';
import { toInstanceState } from './instances/to-aws-instance.js';
import type { Generations } from './launching/generations.js';

export interface AwsTerminationCloudOptions {
  readonly visibilityWindowMs: number;
  readonly api: Pick<Ec2Api, 'terminateInstance'>;
  readonly reader: InstanceReader;
  readonly generations: Generations;
  readonly skipOsShutdown: boolean;
}

/** An instance that changes its state just now. */
const LOCKED: readonly (string | undefined)[] = ['IncorrectInstanceState', 'IncorrectState'];

/** What EC2 brings to the end of a machine. Ids must have their region. */
export class AwsTerminationCloud implements TerminationCloud {
  readonly #options: AwsTerminationCloudOptions;

  constructor(options: AwsTerminationCloudOptions) {
    this.#options = options;
  }

  get visibilityWindowMs(): number {
    return this.#options.visibilityWindowMs;
  }

  async requestEnd(
    instanceId: string,
    { operation, signal }: Call,
  ): Promise<'ended' | 'requested'> {
    const { api, generations, skipOsShutdown } = this.#options;
    const { region, ec2Id } = readInstanceId(instanceId, '', operation);
    try {
      const to = { region, operation, signal };
      const states = await api.terminateInstance(ec2Id, skipOsShutdown, to);
      generations.end(instanceId);
      const state = states.get(ec2Id);
      return state !== undefined && toInstanceState(state) === 'terminated' ? 'ended' : 'requested';
    } catch (error) {
      if (!(error instanceof InvalidInputError) || !LOCKED.includes(error.providerCode))
        throw error;
      throw new InstanceLockedError('The instance is in a state of transition.', { cause: error });
    }
  }

  readInstance(instanceId: string, { operation, signal }: Call): Promise<AwsInstance> {
    const address = readInstanceId(instanceId, '', operation);
    return this.#options.reader.read(address, { operation, signal });
  }
}
