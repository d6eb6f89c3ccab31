/** Code that decides about one thing, in one package. */
export interface Area {
  /** What it decides about. */
  readonly name: string;
  /** The folder under `packages`. */
  readonly package: string;
  /** Files and folders of source in the package. */
  readonly sources: readonly string[];
  /** The tests that must notice what is wrong: files, and folders of them. */
  readonly tests: readonly string[];
}

const CREATION_DELETES = [
  'src/creation/abandon-instance.ts',
  'src/creation/end-rivals.ts',
  'src/creation/give-up-instance.ts',
  'src/creation/release-instance.ts',
];

/** What is mutated. A file belongs to the first area that names it. */
export const AREAS: readonly Area[] = [
  {
    name: 'deletion',
    package: 'core',
    sources: [
      'src/termination',
      ...CREATION_DELETES,
      'src/orchestration/is-due.ts',
      'src/orchestration/reap-instances.ts',
    ],
    tests: ['src/termination', 'src/creation', 'src/orchestration'],
  },
  {
    name: 'outcome and adoption',
    package: 'core',
    sources: [
      'src/creation',
      'src/errors/as-operation.ts',
      'src/errors/provider-error.ts',
      'src/errors/with-details.ts',
      'src/orchestration/retry.ts',
    ],
    tests: ['src/creation', 'src/errors', 'src/orchestration'],
  },
  {
    name: 'redaction',
    package: 'core',
    sources: ['src/redaction', 'src/registry/redact-error.ts'],
    tests: ['src/redaction', 'src/registry'],
  },
  {
    name: 'encryption',
    package: 'core',
    sources: ['src/credentials'],
    tests: ['src/credentials'],
  },
  {
    name: 'errors and outcome',
    package: 'provider-aws',
    sources: ['src/errors', 'src/client/require-acknowledgement.ts', 'src/spot/fleet-error.ts'],
    tests: ['src/errors', 'src/client', 'src/spot'],
  },
  {
    name: 'launch, adoption and end',
    package: 'provider-aws',
    sources: [
      'src/aws-creation-cloud.ts',
      'src/aws-termination-cloud.ts',
      'src/instances/aws-tags.ts',
      'src/launching/ask-again-if-lost.ts',
      'src/launching/client-token.ts',
      'src/launching/generations.ts',
      'src/launching/instance-launcher.ts',
      'src/launching/rethrow-taken.ts',
      'src/spot/launch-templates.ts',
      'src/spot/spot-fallback.ts',
      'src/spot/spot-launcher.ts',
    ],
    tests: [
      'src/aws-creation-cloud.test.ts',
      'src/aws-provider.test.ts',
      'src/aws-termination-cloud.test.ts',
      'src/create-instance.test.ts',
      'src/get-instance-status.test.ts',
      'src/idempotency-key.test.ts',
      'src/instances',
      'src/launching',
      'src/list-instances.test.ts',
      'src/lost-answer.test.ts',
      'src/spot',
      'src/terminate-instance.test.ts',
      'src/type-fallback.test.ts',
    ],
  },
  {
    name: 'errors and outcome',
    package: 'provider-digitalocean',
    sources: [
      'src/api/api-connection.ts',
      'src/api/error-table.ts',
      'src/api/is-pending-event.ts',
      'src/api/is-unreached.ts',
      'src/api/map-refusal.ts',
      'src/api/read-refusal.ts',
      'src/api/read-retry-after.ts',
    ],
    tests: ['src/api'],
  },
  {
    name: 'launch, adoption and end',
    package: 'provider-digitalocean',
    sources: [
      'src/creation/droplet-creation.ts',
      'src/creation/known-hashes.ts',
      'src/droplets/droplet-marks.ts',
      'src/droplets/droplet-name.ts',
      'src/droplets/read-ownership.ts',
      'src/termination',
    ],
    tests: ['src/creation', 'src/droplets', 'src/leases', 'src/termination'],
  },
  {
    name: 'errors and outcome',
    package: 'provider-hetzner',
    sources: [
      'src/actions/action-failure.ts',
      'src/client/api-connection.ts',
      'src/client/hetzner-api-error.ts',
      'src/client/hetzner-connection-error.ts',
      'src/errors',
    ],
    tests: ['src/actions', 'src/client', 'src/errors'],
  },
  {
    name: 'launch, adoption and end',
    package: 'provider-hetzner',
    sources: [
      'src/actions/action-waiter.ts',
      'src/hetzner-cloud.ts',
      'src/instances/mark-server.ts',
      'src/instances/server-labels.ts',
      'src/instances/server-name.ts',
      'src/launch/build-server.ts',
    ],
    tests: [
      'src/actions',
      'src/create-instance.test.ts',
      'src/hetzner-cloud.test.ts',
      'src/instances',
      'src/name-collisions.test.ts',
      'src/server-type-fallback.test.ts',
      'src/terminate-instance.test.ts',
    ],
  },
];
