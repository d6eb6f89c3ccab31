/** What the tests use of hcloud-js 1.4.1, which comes without types. */
declare module 'hcloud-js' {
  interface HcloudAction {
    id: number;
    command: string;
    status: string;
    progress: number;
    error?: { code: string; message: string } | null;
  }

  interface HcloudServer {
    id: number;
    name: string;
    status: string;
    created: Date;
    locked: boolean;
    publicNet: { ipv4: { ip: string }; ipv6: { ip: string } };
    serverType: { name: string; prices: { location: string; priceHourly: { net: number } }[] };
    datacenter: { name: string; location: { name: string } };
    image: { id: number; name: string } | null;
    labels: Record<string, string>;
    powerOff(): Promise<HcloudAction>;
    delete(): Promise<HcloudAction>;
    changeName(name: string): Promise<HcloudServer>;
    changeProtection(data: { delete: boolean; rebuild: boolean }): Promise<HcloudAction>;
    getActions(): Promise<{ actions: HcloudAction[] }>;
  }

  interface HcloudServerBuilder {
    serverType(type: string): this;
    image(image: string | number): this;
    location(location: string): this;
    sshKey(key: string | number): this;
    labels(labels: Record<string, string>): this;
    userData(data: string): this;
    create(): Promise<{ server: HcloudServer; action: HcloudAction }>;
  }

  interface HcloudNamed {
    id: number;
    name: string;
  }

  interface HcloudMeta {
    meta: { pagination: { totalEntries: number; nextPage: number | null } };
  }

  export class APIError {
    code: string;
    message: string;
    details: unknown;
  }

  export class Client {
    constructor(options: { token: string; baseURL: string });
    ratelimit: { limit: number; remaining: number; reset: Date } | null;
    servers: {
      list(params?: object): Promise<{ servers: HcloudServer[] }>;
      get(id: number): Promise<HcloudServer>;
      build(name: string): HcloudServerBuilder;
      delete(id: number): Promise<HcloudAction>;
    };
    actions: { get(id: number): Promise<HcloudAction> };
    serverTypes: { list(params?: object): Promise<{ serverTypes: HcloudNamed[] }> };
    images: { list(params?: object): Promise<{ images: HcloudNamed[] }> };
    locations: { list(): Promise<{ locations: HcloudNamed[] }> };
    datacenters: { list(): Promise<{ datacenters: HcloudNamed[] }> };
    sshKeys: {
      create(name: string, publicKey: string): Promise<HcloudNamed & { fingerprint: string }>;
      list(): Promise<{ sshKeys: HcloudNamed[] }>;
      delete(id: number): Promise<void>;
    };
  }
}
