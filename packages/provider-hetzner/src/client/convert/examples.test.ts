import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { missingSpecification, readSpecification } from '../../testing/specification.js';
import { HetznerClient } from '../hetzner-client.js';
import { actionSchema } from '../wire/action-schema.js';
import { imageSchema } from '../wire/image-schema.js';
import { locationSchema } from '../wire/location-schema.js';
import { primaryIPSchema } from '../wire/primary-ip-schema.js';
import { serverSchema } from '../wire/server-schema.js';
import { serverTypeSchema } from '../wire/server-type-schema.js';
import { sshKeySchema } from '../wire/ssh-key-schema.js';
import { toAction } from './to-action.js';
import { toImage } from './to-image.js';
import { toLocation } from './to-location.js';
import { toPrimaryIP } from './to-primary-ip.js';
import { toServer } from './to-server.js';
import { toServerType } from './to-server-type.js';
import { toSSHKey } from './to-ssh-key.js';

const exampleSchema = v.object({
  paths: v.record(v.string(), v.record(v.string(), v.unknown())),
  components: v.object({ examples: v.record(v.string(), v.object({ value: v.unknown() })) }),
});

const createdSchema = v.object({
  responses: v.object({
    '201': v.object({
      content: v.object({
        'application/json': v.object({
          examples: v.object({ default: v.object({ value: v.unknown() }) }),
        }),
      }),
    }),
  }),
});

const title = missingSpecification
  ? `official examples (skipped: ${missingSpecification})`
  : 'official examples';

describe.skipIf(missingSpecification)(title, () => {
  const example = (name: string) => {
    const document = v.parse(exampleSchema, readSpecification('hetzner-openapi.json'));
    return document.components.examples[name]?.value;
  };

  it('of a creation is read, whose actions run although they carry an error', async () => {
    const { post } =
      v.parse(exampleSchema, readSpecification('hetzner-openapi.json')).paths['/servers'] ?? {};
    const { value } = v.parse(createdSchema, post).responses['201'].content['application/json']
      .examples.default;
    const client = new HetznerClient({ token: 'a-token', fetch: async () => Response.json(value) });
    const builder = client.servers.build('my-server').serverType('cpx22').image('ubuntu-24.04');
    const { server, action, nextActions } = await builder.create();
    expect(server).toMatchObject({
      id: 42,
      status: 'initializing',
      publicNet: { ipv4: { id: null, ip: '1.2.3.4' } },
      location: { name: 'fsn1' },
    });
    expect([action, ...nextActions]).toMatchObject([
      { command: 'create_server', status: 'running', error: { code: 'action_failed' } },
      { command: 'start_server', status: 'running', error: { code: 'action_failed' } },
    ]);
  });

  it('of a server are read, old and abridged ones too', () => {
    const wrapped = v.object({ server: serverSchema });
    const names = [
      'hcloud_python_servers_response_simple_server',
      'hcloud_python_servers_response_full_server',
      'hcloud_python_servers_response_create_simple_server',
    ];
    const [server] = names.map((name) => toServer(v.parse(wrapped, example(name)).server));
    expect(server).toMatchObject({
      id: 1,
      name: 'my-server',
      status: 'running',
      created: new Date('2016-01-30T23:50:00Z'),
      publicNet: { ipv4: { ip: '1.2.3.4', id: 1 }, ipv6: { ip: '2001:db8::/64' } },
      privateNet: [{ network: 4711, ip: '10.1.1.5' }],
      serverType: { name: 'cx11', architecture: 'x86' },
      location: null,
      image: { name: 'ubuntu-20.04', deprecated: new Date('2018-02-28T00:00:00Z') },
      locked: false,
      labels: {},
    });
  });

  it('of a server type are read, with numbers for prices', () => {
    const { server_type } = v.parse(
      v.object({ server_type: serverTypeSchema }),
      example('hcloud_python_server_types_server_type_response'),
    );
    expect(toServerType(server_type)).toMatchObject({
      name: 'cx11',
      storageType: 'local',
      prices: [{ location: 'fsn1', priceHourly: { net: 1, gross: 1.19 } }],
      locations: [
        { name: 'nbg1', deprecation: null, available: true },
        { name: 'fsn1', deprecation: { unavailableAfter: new Date('2023-09-01T00:00:00Z') } },
      ],
    });
  });

  it('of images, locations, keys, addresses and actions are read', () => {
    const { image } = v.parse(
      v.object({ image: imageSchema }),
      example('hcloud_python_images_image_response'),
    );
    expect(toImage(image)).toMatchObject({ id: 4711, type: 'snapshot', diskSize: 10 });
    const { location } = v.parse(
      v.object({ location: locationSchema }),
      example('hcloud_python_locations_location_response'),
    );
    expect(toLocation(location)).toMatchObject({ name: 'fsn1', country: 'DE' });
    const { ssh_key } = v.parse(
      v.object({ ssh_key: sshKeySchema }),
      example('hcloud_python_ssh_keys_ssh_key_response'),
    );
    expect(toSSHKey(ssh_key)).toMatchObject({ publicKey: expect.stringContaining('ssh-rsa') });
    const address = v.parse(primaryIPSchema, example('hcloud_python_primary_ips_primary_ip1'));
    expect(toPrimaryIP(address)).toMatchObject({ id: 42, autoDelete: true, assigneeId: 17 });
    const action = v.parse(actionSchema, example('hcloud_python_common_action1_running'));
    expect(toAction(action, String)).toMatchObject({
      status: 'running',
      finished: null,
      error: null,
    });
  });
});
