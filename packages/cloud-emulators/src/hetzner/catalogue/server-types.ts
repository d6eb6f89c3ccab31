/** When something that is deprecated was announced to be, and from when it cannot be had any more. */
export interface Deprecation {
  readonly announced: string;
  readonly unavailableAfter: string;
}

/** What one location offers of a type. */
export interface ServerTypeOffer {
  readonly available: boolean;
  readonly recommended: boolean;
  readonly deprecation: Deprecation | null;
  /** Net euros times 10,000. */
  readonly priceHourly: number;
  readonly priceMonthly: number;
}

export type Architecture = 'x86' | 'arm';

/** A size of server. */
export interface ServerType {
  readonly id: number;
  readonly name: string;
  readonly cores: number;
  readonly memory: number;
  readonly disk: number;
  readonly architecture: Architecture;
  readonly cpuType: 'shared' | 'dedicated';
  readonly category: string;
  /** By location name; the type is supported nowhere else. */
  readonly offers: ReadonlyMap<string, ServerTypeOffer>;
}

interface Family {
  readonly architecture: Architecture;
  readonly cpuType: 'shared' | 'dedicated';
  readonly category: string;
  readonly locations: readonly string[];
  readonly recommended: boolean;
  /** Locations that no longer sell it. */
  readonly withdrawn?: { readonly from: readonly string[]; readonly deprecation: Deprecation };
  /** Id, name, cores, memory in GB, disk in GB, net price per hour in ten thousandths of a euro. */
  readonly types: readonly (readonly [number, string, number, number, number, number])[];
}

const europe = ['fsn1', 'nbg1', 'hel1'];
const america = ['ash', 'hil'];
const asia = ['sin'];

/** The monthly price is reached after so many hours. */
const HOURS_A_MONTH = 624;

const families: readonly Family[] = [
  {
    architecture: 'x86',
    cpuType: 'shared',
    category: 'regular_performance',
    locations: [...europe, ...america, ...asia],
    recommended: false,
    withdrawn: {
      from: europe,
      deprecation: {
        announced: '2025-10-16T06:00:00Z',
        unavailableAfter: '2025-12-31T23:59:59Z',
      },
    },
    types: [
      [22, 'cpx11', 2, 2, 40, 80],
      [23, 'cpx21', 3, 4, 80, 161],
      [24, 'cpx31', 4, 8, 160, 289],
      [25, 'cpx41', 8, 16, 240, 537],
      [26, 'cpx51', 16, 32, 360, 1074],
    ],
  },
  {
    architecture: 'arm',
    cpuType: 'shared',
    category: 'cost_optimized',
    locations: europe,
    recommended: true,
    types: [
      [45, 'cax11', 2, 4, 40, 64],
      [93, 'cax21', 4, 8, 80, 112],
      [94, 'cax31', 8, 16, 160, 216],
      [95, 'cax41', 16, 32, 320, 433],
    ],
  },
  {
    architecture: 'x86',
    cpuType: 'dedicated',
    category: 'general_purpose',
    locations: [...europe, ...america, ...asia],
    recommended: true,
    types: [
      [96, 'ccx13', 2, 8, 80, 233],
      [97, 'ccx23', 4, 16, 160, 465],
      [98, 'ccx33', 8, 32, 240, 890],
      [99, 'ccx43', 16, 64, 360, 1779],
      [100, 'ccx53', 32, 128, 600, 3558],
      [101, 'ccx63', 48, 192, 960, 5337],
    ],
  },
  {
    architecture: 'x86',
    cpuType: 'shared',
    category: 'regular_performance',
    locations: europe,
    recommended: true,
    types: [
      [108, 'cpx12', 1, 2, 40, 128],
      [109, 'cpx22', 2, 4, 80, 256],
      [110, 'cpx32', 4, 8, 160, 448],
      [111, 'cpx42', 8, 16, 320, 832],
      [112, 'cpx52', 12, 24, 480, 1184],
      [113, 'cpx62', 16, 32, 640, 1632],
    ],
  },
  {
    architecture: 'x86',
    cpuType: 'shared',
    category: 'cost_optimized',
    locations: europe,
    recommended: true,
    types: [
      [114, 'cx23', 2, 4, 40, 64],
      [115, 'cx33', 4, 8, 80, 104],
      [116, 'cx43', 8, 16, 160, 184],
      [117, 'cx53', 16, 32, 320, 344],
    ],
  },
];

/** In the order of their ids. Names and shapes are the real ones, prices are of their size only. */
export const serverTypes: readonly ServerType[] = families.flatMap(
  ({ types, locations, recommended, withdrawn, ...family }) =>
    types.map(([id, name, cores, memory, disk, priceHourly]) => ({
      ...family,
      id,
      name,
      cores,
      memory,
      disk,
      offers: new Map(
        locations.map((location) => {
          const deprecation = withdrawn?.from.includes(location) ? withdrawn.deprecation : null;
          const price = { priceHourly, priceMonthly: priceHourly * HOURS_A_MONTH };
          return [
            location,
            { available: deprecation === null, recommended, deprecation, ...price },
          ];
        }),
      ),
    })),
);
