// What the tests use of @digitalocean/dots, which ships its TypeScript sources in place of declarations;
// these do not compile under strict options.

export const DigitalOceanApiKeyAuthenticationProvider: new (apiKey: string) => object;

export function createDigitalOceanClient(adapter: object): {
  readonly v2: {
    readonly account: Get<{ account?: Account }> & { readonly keys: SshKeys };
    readonly actions: Get<{ actions?: Action[] }> & {
      byAction_id(id: number): Get<{ action?: Action }>;
    };
    readonly droplets: Get<{ droplets?: Droplet[]; meta?: Meta }> &
      Post<DropletRequest, { droplet?: Droplet; droplets?: Droplet[]; links?: ActionLinks }> &
      Delete & {
        byDroplet_id(id: number): Get<{ droplet?: Droplet }> &
          Delete & {
            readonly actions: Get<{ actions?: Action[] }> &
              Post<{ type: string; name?: string }, { action?: Action }>;
          };
      };
    readonly images: Get<{ images?: Image[] }> & {
      byImage_id(reference: string | number): Get<{ image?: Image }>;
    };
    readonly regions: Get<{ regions?: Region[] }>;
    readonly sizes: Get<{ sizes?: Size[]; links?: unknown; meta?: Meta }>;
    readonly tags: Get<{ tags?: Tag[] }> &
      Post<{ name: string }, { tag?: Tag }> & {
        byTag_id(name: string): Get<{ tag?: Tag }> &
          Delete & {
            readonly resources: Post<TagResources, undefined> & {
              delete(body: TagResources): Promise<undefined>;
            };
          };
      };
  };
};

interface Configuration {
  queryParameters?: Record<string, string | number | boolean>;
  options?: object[];
}

interface Get<Answer> {
  get(configuration?: Configuration): Promise<Answer | undefined>;
}

interface Post<Body, Answer> {
  post(body: Body): Promise<Answer | undefined>;
}

interface Delete {
  delete(configuration?: Configuration): Promise<undefined>;
}

interface SshKeys extends Get<{ sshKeys?: SshKey[] }> {
  post(body: { name: string; publicKey: string }): Promise<{ sshKey?: SshKey } | undefined>;
  bySsh_key_identifier(identifier: string | number): Get<{ sshKey?: SshKey }> & Delete;
}

interface Account {
  dropletLimit?: number;
  status?: string;
}

interface Action {
  id?: number;
  status?: string;
  type?: string;
  startedAt?: Date;
  resourceId?: number;
}

interface ActionLinks {
  actions?: { id?: number; rel?: string; href?: string }[];
}

interface Droplet {
  id?: number;
  name?: string;
  status?: string;
  locked?: boolean;
  createdAt?: Date;
  tags?: string[];
  sizeSlug?: string;
  region?: Region;
  image?: Image;
  networks?: { v4?: { ipAddress?: string; type?: string }[] };
}

interface DropletRequest {
  name?: string;
  names?: string[];
  size: string;
  image: string;
  region?: string;
  tags?: string[];
  sshKeys?: number[];
  userData?: string;
}

interface Image {
  id?: number;
  slug?: string;
  regions?: string[];
}

interface Meta {
  total?: number;
}

interface Region {
  slug?: string;
  available?: boolean;
  sizes?: string[];
}

interface Size {
  slug?: string;
  priceHourly?: number;
  regions?: string[];
}

interface SshKey {
  id?: number;
  fingerprint?: string;
  name?: string;
}

interface Tag {
  name?: string;
  resources?: { count?: number };
}

interface TagResources {
  resources: { resourceId: string; resourceType: string }[];
}
