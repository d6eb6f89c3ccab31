import type { RequestLog } from '@stagely/cloud-emulators';
import type { Clock } from '@stagely/core';

/** The clouds that can be emulated, by the names of their providers. */
export const CLOUD_NAMES = ['aws', 'digitalocean', 'hetzner'] as const;
export type CloudName = (typeof CLOUD_NAMES)[number];

/** How a cloud is emulated. */
export interface EmulationOptions {
  readonly clock?: Clock | undefined;
  readonly port?: number | undefined;
  readonly seed?: number | undefined;
  readonly consistencyWindowMs?: number | undefined;
  readonly rateLimits?: boolean | undefined;
}

/** A cloud that is being emulated. */
export interface EmulatedCloud {
  readonly name: CloudName;
  readonly url: string;
  readonly requests: RequestLog;
  /** The variables that point `stagely` and the cloud's own tools at it. */
  readonly environment: Readonly<Record<string, string>>;
  /** A hint for tools that no variable points at it. */
  readonly hint?: string;
  close(): Promise<void>;
}

/** Starts an emulated cloud on loopback. */
export async function startCloud(
  name: CloudName,
  options: EmulationOptions,
): Promise<EmulatedCloud> {
  const { startDigitalOceanEmulator, startEc2Emulator, startHetznerEmulator } = await import(
    '@stagely/cloud-emulators'
  );
  const start = {
    aws: startEc2Emulator,
    digitalocean: startDigitalOceanEmulator,
    hetzner: startHetznerEmulator,
  };
  const emulator = await start[name](options);
  return {
    name,
    url: emulator.url,
    requests: emulator.requests,
    ...DESCRIPTIONS[name](emulator.url),
    close: () => emulator.close(),
  };
}

type Description = Pick<EmulatedCloud, 'environment' | 'hint'>;

/** The credentials are the emulators' documented test credentials, which open nothing else. */
const DESCRIPTIONS: Record<CloudName, (url: string) => Description> = {
  aws: (url) => ({
    environment: {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_EC2: url,
      STAGELY_AWS_ENDPOINT: url,
    },
    hint: 'aws before 2.13 does not read AWS_ENDPOINT_URL_EC2: aws --endpoint-url "$AWS_ENDPOINT_URL_EC2" ec2 …',
  }),
  digitalocean: (url) => ({
    environment: {
      DO_API_TOKEN: 'dop_v1_emulated',
      DO_REGION: 'fra1',
      DIGITALOCEAN_TOKEN: 'dop_v1_emulated',
      DIGITALOCEAN_ACCESS_TOKEN: 'dop_v1_emulated',
      DIGITALOCEAN_API_URL: url,
      STAGELY_DIGITALOCEAN_ENDPOINT: url,
    },
    hint: 'doctl is told the address as an option: doctl --api-url "$DIGITALOCEAN_API_URL" …',
  }),
  hetzner: (url) => ({
    environment: {
      HETZNER_API_TOKEN: 'hetzner-test-token',
      HETZNER_LOCATION: 'nbg1',
      HCLOUD_TOKEN: 'hetzner-test-token',
      HCLOUD_ENDPOINT: `${url}/v1`,
      STAGELY_HETZNER_ENDPOINT: `${url}/v1`,
    },
  }),
};
