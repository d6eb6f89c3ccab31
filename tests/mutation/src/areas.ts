/** Code that decides about one thing, in one package. */
export interface Area {
  /** What it decides about. */
  readonly name: string;
  /** The folder under `packages`. */
  readonly package: string;
  /** Files and folders of source in the package. */
  readonly sources: readonly string[];
  /** The folders whose tests must notice what is wrong. */
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
];
