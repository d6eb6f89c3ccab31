import { Random } from '../../random/random.js';
import { History } from '../../storage/history.js';
import { publicImagesOf } from '../catalogue/images.js';
import { findInstanceType } from '../catalogue/instance-types.js';
import { findRegion, zonesOf } from '../catalogue/regions.js';
import type { Instance, LaunchConfiguration } from '../instances/instance.js';
import { bootPhases } from '../instances/instance-phases.js';
import { RegionNetwork } from '../network/region-network.js';

/** What matters of an instance to a test. */
export interface MadeInstance {
  readonly number: number;
  readonly launchedAt: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly clientToken?: string;
  readonly runningMs?: number;
}

/** Makes instances that no cloud has launched. */
export function createInstanceMaker(): (made: MadeInstance) => Instance {
  const configuration = makeConfiguration();
  return ({ number, launchedAt, tags = {}, clientToken = '', runningMs = 0 }) => ({
    id: `i-${number.toString(16).padStart(17, '0')}`,
    region: 'us-east-1',
    reservationId: `r-${number}`,
    launchIndex: 0,
    launchedAt,
    configuration,
    privateIp: '172.31.0.4',
    volumeId: 'vol-1',
    interfaceId: 'eni-1',
    clientToken,
    phases: new History(launchedAt, bootPhases(launchedAt, undefined, { runningMs, addressMs: 0 })),
    tags: new History(launchedAt, new Map(Object.entries(tags))),
    terminationProtected: false,
  });
}

function makeConfiguration(): LaunchConfiguration {
  const region = findRegion('us-east-1');
  const network = new RegionNetwork(new Random(1), region ? zonesOf(region) : []);
  const [subnet] = network.subnets;
  const [image] = publicImagesOf('us-east-1').images;
  const type = findInstanceType('t3.small');
  if (!subnet || !image || !type) throw new Error('The catalogue has no us-east-1 or t3.small.');
  return {
    image,
    type,
    market: 'on-demand',
    persistentRequest: false,
    subnet,
    groups: [],
    assignPublicIp: false,
    shutdownBehavior: 'stop',
    stopProtected: false,
    ebsOptimized: false,
    monitored: false,
    metadata: {
      httpTokens: 'optional',
      httpPutResponseHopLimit: 1,
      httpEndpoint: 'enabled',
      httpProtocolIpv6: 'disabled',
      instanceMetadataTags: 'disabled',
    },
    interfaceDescription: '',
  };
}
