import type { Account } from './account/account.js';
import { Tokens } from './account/tokens.js';
import { Actions } from './actions/actions.js';
import { imageTable } from './catalogue/image-table.js';
import { Images } from './catalogue/images.js';
import { regionTable } from './catalogue/region-table.js';
import { Regions } from './catalogue/regions.js';
import { sizeTable } from './catalogue/size-table.js';
import { Sizes } from './catalogue/sizes.js';
import type { DigitalOceanSettings } from './digitalocean-settings.js';
import type { DigitalOceanContext } from './digitalocean-types.js';
import { Droplets } from './droplets/droplets.js';
import { SshKeys } from './ssh-keys/ssh-keys.js';
import { Tags } from './tags/tags.js';
import { Vpcs } from './vpcs/vpcs.js';

/** Everything that the emulated cloud has, as its routes work with it. */
export interface Inventory {
  readonly settings: DigitalOceanSettings;
  readonly account: Account;
  readonly tokens: Tokens;
  readonly sizes: Sizes;
  readonly regions: Regions;
  readonly images: Images;
  readonly vpcs: Vpcs;
  readonly sshKeys: SshKeys;
  readonly tags: Tags;
  readonly actions: Actions;
  readonly droplets: Droplets;
}

/** @throws InvalidInputError when a token is malformed */
export function createInventory(
  context: DigitalOceanContext,
  settings: DigitalOceanSettings,
): Inventory {
  const { clock, credentials, random } = context;
  const tags = new Tags(clock);
  const actions = new Actions(clock);
  return {
    settings,
    account: createAccount(random.fork('account').uuid()),
    tokens: new Tokens(credentials),
    sizes: new Sizes(sizeTable),
    regions: new Regions(regionTable),
    images: new Images(imageTable),
    vpcs: new Vpcs(random.fork('vpcs')),
    sshKeys: new SshKeys(clock),
    tags,
    actions,
    droplets: new Droplets(context, { actions, tags, settings }),
  };
}

function createAccount(uuid: string): Account {
  return {
    status: 'active',
    statusMessage: '',
    email: 'sammy@example.com',
    name: 'Sammy the Shark',
    uuid,
    emailVerified: true,
    team: { uuid, name: 'My Team' },
    floatingIpLimit: 3,
  };
}
