import type { Account } from './account/account.js';
import type { Tokens } from './account/tokens.js';
import type { Images } from './catalogue/images.js';
import type { Regions } from './catalogue/regions.js';
import type { Sizes } from './catalogue/sizes.js';
import type { DigitalOceanSettings } from './digitalocean-settings.js';
import type { DigitalOceanContext } from './digitalocean-types.js';
import { DropletControls } from './droplets/droplet-controls.js';
import type { Inventory } from './inventory.js';
import type { SshKeys } from './ssh-keys/ssh-keys.js';
import type { Tags } from './tags/tags.js';
import type { Vpcs } from './vpcs/vpcs.js';

/** The emulated account and catalogue, to look into and to arrange at any time. */
export class DigitalOceanState {
  /** Behaviour to choose from. */
  readonly settings: DigitalOceanSettings;
  /** What `GET /v2/account` shows; a locked account cannot create droplets. */
  readonly account: Account;
  readonly tokens: Tokens;
  readonly sizes: Sizes;
  readonly regions: Regions;
  readonly images: Images;
  readonly vpcs: Vpcs;
  readonly sshKeys: SshKeys;
  readonly tags: Tags;
  /** The droplets as they really are, whatever lagging reads show, and what goes wrong with them next. */
  readonly droplets: DropletControls;
  readonly #inventory: Inventory;

  constructor(inventory: Inventory, context: DigitalOceanContext) {
    this.settings = inventory.settings;
    this.account = inventory.account;
    this.tokens = inventory.tokens;
    this.sizes = inventory.sizes;
    this.regions = inventory.regions;
    this.images = inventory.images;
    this.vpcs = inventory.vpcs;
    this.sshKeys = inventory.sshKeys;
    this.tags = inventory.tags;
    this.droplets = new DropletControls(inventory, context);
    this.#inventory = inventory;
  }

  /** What the routes of a state work with. */
  static inventoryOf(state: DigitalOceanState): Inventory {
    return state.#inventory;
  }
}
