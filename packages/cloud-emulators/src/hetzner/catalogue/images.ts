import type { Architecture } from './server-types.js';

type ImageType = 'system' | 'app' | 'snapshot' | 'backup';
type ImageStatus = 'available' | 'creating' | 'unavailable';
type OsFlavor =
  | 'ubuntu'
  | 'centos'
  | 'debian'
  | 'fedora'
  | 'rocky'
  | 'alma'
  | 'opensuse'
  | 'unknown';

/** What a server's disk is made from. */
export interface Image {
  readonly id: number;
  readonly type: ImageType;
  readonly status: ImageStatus;
  /** Null for snapshots and backups. */
  readonly name: string | null;
  readonly description: string;
  /** Gigabytes; null for system images. */
  readonly imageSize: number | null;
  readonly diskSize: number;
  readonly created: string;
  readonly createdFrom: { readonly id: number; readonly name: string } | null;
  /** The server of a backup. */
  readonly boundTo: number | null;
  readonly osFlavor: OsFlavor;
  readonly osVersion: string | null;
  readonly rapidDeploy: boolean;
  readonly protected: boolean;
  readonly deprecated: string | null;
  readonly labels: ReadonlyMap<string, string>;
  readonly architecture: Architecture;
}

/** Name, description, flavour, version, id for x86, id for arm, date of creation, date of deprecation. */
const systemImageTable: readonly (readonly [
  string,
  string,
  OsFlavor,
  string,
  number,
  number,
  string,
  string | null,
])[] = [
  [
    'ubuntu-20.04',
    'Ubuntu 20.04',
    'ubuntu',
    '20.04',
    15512617,
    103908070,
    '2020-04-23',
    '2025-05-15',
  ],
  ['debian-11', 'Debian 11', 'debian', '11', 45557056, 103907373, '2021-08-16', '2026-08-31'],
  ['ubuntu-22.04', 'Ubuntu 22.04', 'ubuntu', '22.04', 67794396, 103908130, '2022-04-21', null],
  ['rocky-9', 'Rocky Linux 9', 'rocky', '9', 76766499, 103907965, '2022-07-14', null],
  ['alma-9', 'AlmaLinux 9', 'alma', '9', 76766506, 103907855, '2022-05-30', null],
  ['debian-12', 'Debian 12', 'debian', '12', 114690387, 114690389, '2023-06-13', null],
  ['ubuntu-24.04', 'Ubuntu 24.04', 'ubuntu', '24.04', 161547269, 161547270, '2024-04-25', null],
  ['fedora-42', 'Fedora 42', 'fedora', '42', 232895126, 232895127, '2025-04-15', null],
  ['rocky-10', 'Rocky Linux 10', 'rocky', '10', 254320456, 254320457, '2025-06-11', null],
  ['debian-13', 'Debian 13', 'debian', '13', 310557660, 310557661, '2025-08-10', null],
];

const appImageTable: readonly (readonly [string, string, number])[] = [
  ['docker-ce', 'Docker CE', 40093247],
  ['wordpress', 'WordPress', 40093140],
];

const ours = {
  status: 'available',
  imageSize: null,
  createdFrom: null,
  boundTo: null,
  rapidDeploy: true,
  protected: false,
  labels: new Map<string, string>(),
} as const;

/** What Hetzner offers in every project: each system image twice, under one name, for x86 and for arm. */
export const publicImages: readonly Image[] = [
  ...systemImageTable.flatMap(
    ([name, description, osFlavor, osVersion, x86, arm, created, deprecated]) =>
      [{ id: x86, architecture: 'x86' } as const, { id: arm, architecture: 'arm' } as const].map(
        (variant): Image => ({
          ...ours,
          ...variant,
          type: 'system',
          name,
          description,
          diskSize: 5,
          created: `${created}T08:00:00Z`,
          osFlavor,
          osVersion,
          deprecated: deprecated === null ? null : `${deprecated}T00:00:00Z`,
        }),
      ),
  ),
  ...appImageTable.map(
    ([name, description, id]): Image => ({
      ...ours,
      id,
      architecture: 'x86',
      type: 'app',
      name,
      description,
      diskSize: 5,
      created: '2021-06-10T08:00:00Z',
      osFlavor: 'ubuntu',
      osVersion: '24.04',
      deprecated: null,
    }),
  ),
].sort((a, b) => a.id - b.id);
