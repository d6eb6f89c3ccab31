import type { Image } from './images.js';
import { regionTable } from './region-table.js';

const regions = regionTable.map(({ slug }) => slug).sort();

const base = (id: number, slug: string, distribution: string, name: string) =>
  image(id, slug, distribution, name, {});

const application = (id: number, slug: string, name: string) =>
  image(id, slug, 'Ubuntu', name, { type: 'snapshot', kind: 'application', minDiskSize: 25 });

/** The usual public images. All are for amd64; DigitalOcean has no others. */
export const imageTable: readonly Image[] = [
  base(118_857_366, 'ubuntu-20-04-x64', 'Ubuntu', '20.04 (LTS) x64'),
  base(155_133_621, 'ubuntu-22-04-x64', 'Ubuntu', '22.04 (LTS) x64'),
  base(195_932_981, 'ubuntu-24-04-x64', 'Ubuntu', '24.04 (LTS) x64'),
  base(199_122_804, 'ubuntu-25-04-x64', 'Ubuntu', '25.04 x64'),
  base(159_651_797, 'debian-12-x64', 'Debian', '12 x64'),
  base(201_845_021, 'debian-13-x64', 'Debian', '13 x64'),
  base(201_210_377, 'fedora-42-x64', 'Fedora', '42 x64'),
  base(194_668_155, 'rockylinux-9-x64', 'Rocky Linux', '9 x64'),
  base(106_427_347, 'centos-stream-9-x64', 'CentOS', 'Stream 9 x64'),
  application(188_037_126, 'docker-20-04', 'Docker on Ubuntu 22.04'),
];

function image(
  id: number,
  slug: string,
  distribution: string,
  name: string,
  more: Partial<Image>,
): Image {
  return {
    id,
    slug,
    name,
    distribution,
    type: 'base',
    kind: 'distribution',
    public: true,
    regions,
    createdAt: '2025-10-01T12:00:00Z',
    minDiskSize: 7,
    sizeGigabytes: 0.73,
    description: `${distribution} ${name}`,
    status: 'available',
    tags: [],
    ...more,
  };
}
