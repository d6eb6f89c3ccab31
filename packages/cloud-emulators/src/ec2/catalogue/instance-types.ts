/** How EC2 names processor architectures. */
export type Ec2Architecture = 'x86_64' | 'arm64';

/** An instance type. */
export interface InstanceType {
  readonly name: string;
  readonly family: string;
  readonly architecture: Ec2Architecture;
  readonly vcpus: number;
  readonly threadsPerCore: number;
  readonly memoryMiB: number;
  readonly burstable: boolean;
  readonly currentGeneration: boolean;
  readonly manufacturer: string;
  /** Whether it runs on the Nitro hypervisor; if not, on Xen. */
  readonly nitro: boolean;
  /** On demand, US dollars an hour, near to what us-east-1 costs; only the spot prices come from it. */
  readonly hourlyPrice: number;
}

interface Family {
  readonly name: string;
  readonly architecture?: Ec2Architecture;
  readonly manufacturer?: string;
  readonly burstable?: boolean;
  readonly previousGeneration?: boolean;
  readonly threadsPerCore?: number;
  /** Size, vCPUs, memory in MiB, dollars an hour. */
  readonly sizes: readonly (readonly [
    size: string,
    vcpus: number,
    memoryMiB: number,
    price: number,
  ])[];
}

/** large to 4xlarge: each doubles the one before. */
const doubling = (memoryMiB: number, price: number) =>
  (['large', 'xlarge', '2xlarge', '4xlarge'] as const).map(
    (size, step) => [size, 2 * 2 ** step, memoryMiB * 2 ** step, price * 2 ** step] as const,
  );

const burstable = (price: number) =>
  [
    ['micro', 2, 1024, price / 2],
    ['small', 2, 2048, price],
    ['medium', 2, 4096, price * 2],
    ['large', 2, 8192, price * 4],
    ['xlarge', 4, 16384, price * 8],
    ['2xlarge', 8, 32768, price * 16],
  ] as const;

const graviton = { architecture: 'arm64', manufacturer: 'AWS', threadsPerCore: 1 } as const;
const previous = { previousGeneration: true, threadsPerCore: 1 };

const families: readonly Family[] = [
  { name: 't3', burstable: true, sizes: burstable(0.0208) },
  { name: 't3a', burstable: true, manufacturer: 'AMD', sizes: burstable(0.0188) },
  { name: 't4g', burstable: true, ...graviton, sizes: burstable(0.0168) },
  { name: 'c5', sizes: doubling(4096, 0.085) },
  { name: 'c6i', sizes: doubling(4096, 0.085) },
  { name: 'c7i', sizes: doubling(4096, 0.08925) },
  { name: 'c6g', ...graviton, sizes: doubling(4096, 0.068) },
  { name: 'c7g', ...graviton, sizes: doubling(4096, 0.0725) },
  { name: 'c8g', ...graviton, sizes: doubling(4096, 0.07976) },
  { name: 'm5', sizes: doubling(8192, 0.096) },
  { name: 'm6i', sizes: doubling(8192, 0.096) },
  { name: 'm7i', sizes: doubling(8192, 0.1008) },
  { name: 'm6g', ...graviton, sizes: doubling(8192, 0.077) },
  { name: 'm7g', ...graviton, sizes: doubling(8192, 0.0816) },
  { name: 'm1', ...previous, sizes: [['small', 1, 1740, 0.044]] },
  {
    name: 't2',
    burstable: true,
    ...previous,
    sizes: [
      ['micro', 1, 1024, 0.0116],
      ['small', 1, 2048, 0.023],
    ],
  },
];

/** The instance types that the emulated EC2 sells. */
export const instanceTypes: readonly InstanceType[] = families.flatMap((family) =>
  family.sizes.map(([size, vcpus, memoryMiB, hourlyPrice]) => ({
    name: `${family.name}.${size}`,
    family: family.name,
    architecture: family.architecture ?? 'x86_64',
    vcpus,
    threadsPerCore: family.threadsPerCore ?? 2,
    memoryMiB,
    burstable: family.burstable ?? false,
    currentGeneration: !family.previousGeneration,
    manufacturer: family.manufacturer ?? 'Intel',
    nitro: !family.previousGeneration,
    hourlyPrice,
  })),
);

const byName = new Map(instanceTypes.map((type) => [type.name, type]));

export function findInstanceType(name: string): InstanceType | undefined {
  return byName.get(name);
}

/** The oldest zone of us-east-1 sells previous generations only. */
export function isSoldByDefault(type: InstanceType, zone: string): boolean {
  return zone !== 'us-east-1e' || !type.currentGeneration;
}
