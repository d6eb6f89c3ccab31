import { createHash } from 'node:crypto';
import type { Ec2Architecture } from './instance-types.js';

/** A machine image in one Region. */
export interface Image {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly ownerId: string;
  readonly ownerAlias?: string | undefined;
  readonly architecture: Ec2Architecture;
  readonly createdAt: Date;
  readonly deprecatedAt: Date;
  readonly rootDeviceName: string;
  readonly rootVolumeGiB: number;
}

/** What is published in every Region. */
interface Publication {
  readonly path: string;
  readonly description: string;
  readonly owner: 'canonical' | 'amazon';
  readonly architecture: Ec2Architecture;
  /** `20251022`, oldest first. */
  readonly versions: readonly string[];
  /** The public parameter that names the newest version. */
  readonly parameter: string;
}

const owners = {
  canonical: { ownerId: '099720109477', rootDeviceName: '/dev/sda1', rootVolumeGiB: 8 },
  amazon: {
    ownerId: '137112412989',
    ownerAlias: 'amazon',
    rootDeviceName: '/dev/xvda',
    rootVolumeGiB: 8,
  },
};

const ubuntu = (
  release: string,
  codename: string,
  storage: { image: string; parameter: string },
  architecture: 'amd64' | 'arm64',
  versions: readonly string[],
): Publication => ({
  path: `ubuntu/images/${storage.image}/ubuntu-${codename}-${release}-${architecture}-server-`,
  description: `Canonical, Ubuntu, ${release}, ${architecture}`,
  owner: 'canonical',
  architecture: architecture === 'amd64' ? 'x86_64' : 'arm64',
  versions,
  parameter: `/aws/service/canonical/ubuntu/server/${release}/stable/current/${architecture}/hvm/${storage.parameter}/ami-id`,
});

const gp2 = { image: 'hvm-ssd', parameter: 'ebs-gp2' };
const gp3 = { image: 'hvm-ssd-gp3', parameter: 'ebs-gp3' };
const jammy = ['20231207', '20250516', '20251022'];
const noble = ['20250610', '20251022'];

const amazonLinux = (architecture: Ec2Architecture): Publication => ({
  path: `al2023-ami-2023.9.VERSION.0-kernel-6.1-${architecture}`,
  description: `Amazon Linux 2023 AMI 2023.9 ${architecture} HVM kernel-6.1`,
  owner: 'amazon',
  architecture,
  versions: ['20251103'],
  parameter: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
});

const publications: readonly Publication[] = [
  ubuntu('22.04', 'jammy', gp2, 'amd64', jammy),
  ubuntu('22.04', 'jammy', gp2, 'arm64', jammy),
  ubuntu('24.04', 'noble', gp3, 'amd64', noble),
  ubuntu('24.04', 'noble', gp3, 'arm64', noble),
  amazonLinux('x86_64'),
  amazonLinux('arm64'),
];

/** Ids that are public knowledge; all others are made up, the same in every emulator. */
const knownIds: Readonly<Record<string, string>> = {
  'us-east-1 ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20231207':
    'ami-0c7217cdde317cfec',
  'us-east-1 ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-arm64-server-20231207':
    'ami-0a0c8eebcdd6dcbd0',
};

/** The public images of a Region, and the public parameters that name the newest ones. */
export function publicImagesOf(region: string): {
  images: Image[];
  parameters: Map<string, string>;
} {
  const parameters = new Map<string, string>();
  const images = publications.flatMap((publication) =>
    publication.versions.map((version): Image => {
      const { path, owner, architecture } = publication;
      const name = path.includes('VERSION') ? path.replace('VERSION', version) : path + version;
      const id = knownIds[`${region} ${name}`] ?? imageIdOf(region, name);
      const createdAt = dayOf(version);
      parameters.set(publication.parameter, id);
      return {
        ...owners[owner],
        id,
        name,
        description: publication.description,
        architecture,
        createdAt,
        deprecatedAt: new Date(createdAt.getTime() + 2 * 365 * 86_400_000),
      };
    }),
  );
  return { images, parameters };
}

function imageIdOf(region: string, name: string): string {
  return `ami-${createHash('sha256').update(`${region} ${name}`).digest('hex').slice(0, 17)}`;
}

function dayOf(version: string): Date {
  return new Date(`${version.slice(0, 4)}-${version.slice(4, 6)}-${version.slice(6, 8)}T06:00:00Z`);
}
