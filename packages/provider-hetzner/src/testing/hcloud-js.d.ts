/** What the tests use of hcloud-js 1.4.1, which comes without types. */
declare module 'hcloud-js' {
  interface Pages<List> {
    page: number;
    nextPage: number | null;
    totalEntries: number | null;
    next(): Promise<List>;
  }

  interface Action {
    id: number;
    command: string;
    status: string;
    progress: number;
    started: Date;
    finished: Date;
    resources: { id: number; type: string }[];
  }

  interface Server {
    id: number;
    name: string;
    status: string;
    created: Date;
    locked: boolean;
    publicNet: { ipv4: { ip: string; blocked: boolean }; ipv6: { ip: string } };
    privateNet: { network: number; ip: string }[];
    serverType: ServerType;
    image: Image | null;
    labels: Record<string, string>;
    protection: { delete: boolean; rebuild: boolean };
  }

  interface ServerType {
    id: number;
    name: string;
    description: string;
    cores: number;
    memory: number;
    disk: number;
    storageType: string;
    prices: {
      location: string;
      priceHourly: { net: number; gross: number };
      priceMonthly: { net: number; gross: number };
    }[];
  }

  interface Image {
    id: number;
    name: string;
    type: string;
    status: string;
    osFlavor: string;
    deprecated: Date | null;
  }

  interface Location {
    id: number;
    name: string;
    city: string;
    latitude: number;
  }

  interface SSHKey {
    id: number;
    name: string;
    fingerprint: string;
    publicKey: string;
  }

  interface ServerList extends Pages<ServerList> {
    servers: Server[];
  }

  interface ServerBuilder {
    serverType(type: string): this;
    image(image: string): this;
    location(location: string): this;
    sshKey(key: string): this;
    network(network: number): this;
    labels(labels: Record<string, string>): this;
    userData(data: string): this;
    startAfterCreate(start: boolean): this;
    create(): Promise<{ server: Server; action: Action }>;
  }

  export class Client {
    constructor(options: { token: string; baseURL: string });
    servers: {
      list(params?: object): Promise<ServerList>;
      get(id: number): Promise<Server>;
      build(name: string): ServerBuilder;
      changeName(id: number, name: string): Promise<Server>;
      delete(id: number): Promise<Action>;
      actions: {
        list(id: number, params?: object): Promise<{ actions: Action[] }>;
        get(id: number, actionId: number): Promise<Action>;
        powerOn(id: number): Promise<Action>;
        powerOff(id: number): Promise<Action>;
        shutdown(id: number): Promise<Action>;
        reboot(id: number): Promise<Action>;
        reset(id: number): Promise<Action>;
        changeProtection(id: number, data: object): Promise<Action>;
      };
    };
    actions: {
      list(params: object): Promise<{ actions: Action[] }>;
      get(id: number): Promise<Action>;
    };
    serverTypes: {
      list(params?: object): Promise<{ serverTypes: ServerType[] }>;
      get(id: number): Promise<ServerType>;
    };
    images: {
      list(params?: object): Promise<{ images: Image[] }>;
      get(id: number): Promise<Image>;
    };
    locations: {
      list(params?: object): Promise<{ locations: Location[] }>;
      get(id: number): Promise<Location>;
    };
    sshKeys: {
      create(name: string, publicKey: string): Promise<SSHKey>;
      list(params?: object): Promise<{ sshKeys: SSHKey[] }>;
      get(id: number): Promise<SSHKey>;
      changeName(id: number, name: string): Promise<unknown>;
      delete(id: number): Promise<void>;
    };
  }
}
