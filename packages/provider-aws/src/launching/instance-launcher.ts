import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { LaunchTakenError } from '@stagely/core/plugin';
import type { Ec2Api } from '../client/ec2-api.js';
import { formatInstanceId } from '../instances/instance-id.js';
import { toInstanceState } from '../instances/to-aws-instance.js';
import { askAgainIfLost } from './ask-again-if-lost.js';
import { clientToken } from './client-token.js';
import type { InstanceType } from './instance-types.js';
import { type LaunchRequest, tagsOf } from './launch-request.js';
import { rethrowTaken } from './rethrow-taken.js';
import { toLaunchData } from './to-launch-data.js';

/** What is to be launched, beside what the request says. */
export interface InstanceChoice {
  readonly type: InstanceType;
  readonly market: 'spot' | 'on-demand';
  /** Why another way, tried before, failed. */
  readonly earlier?: Error | undefined;
}

/** Launches single instances by RunInstances. */
export class InstanceLauncher {
  readonly #api: Pick<Ec2Api, 'runInstances'>;

  constructor(api: Pick<Ec2Api, 'runInstances'>) {
    this.#api = api;
  }

  /**
   * Makes one create request.
   *
   * @returns the id of the instance
   * @throws LaunchTakenError when its token is used up, and what EC2 refuses it with
   */
  async launch(request: LaunchRequest, choice: InstanceChoice): Promise<string> {
    const { operation, spec } = request;
    const { region } = spec;
    const { earlier } = choice;
    const input = toRunInstancesInput(request, choice);
    const { InstanceId, State } = await askAgainIfLost(() =>
      this.#api.runInstances(input, { region, operation, launches: true, earlier }),
    ).catch(rethrowTaken);
    const instanceId = formatInstanceId({ region, ec2Id: InstanceId });
    // A token gives its instance as it is now; one that was just launched is pending.
    if (toInstanceState(State.Name) !== 'terminated') return instanceId;
    throw new LaunchTakenError(`The client token belongs to ${instanceId}, which has ended.`);
  }
}

function toRunInstancesInput(
  request: LaunchRequest,
  { type, market }: InstanceChoice,
): RunInstancesCommandInput {
  const { spec, image, generation } = request;
  const { idempotencyKeyHash, options } = spec;
  const Tags = tagsOf(request);
  return {
    ...toLaunchData(spec, image),
    InstanceType: type,
    MinCount: 1,
    MaxCount: 1,
    ClientToken: clientToken({
      idempotencyKeyHash,
      generation,
      market,
      types: [type],
      imageId: image.imageId,
      subnetId: options.subnetId,
    }),
    TagSpecifications: [
      { ResourceType: 'instance', Tags },
      { ResourceType: 'volume', Tags },
    ],
    ...(market === 'spot' && {
      InstanceMarketOptions: {
        MarketType: 'spot',
        SpotOptions: { SpotInstanceType: 'one-time', InstanceInterruptionBehavior: 'terminate' },
      },
    }),
  };
}
