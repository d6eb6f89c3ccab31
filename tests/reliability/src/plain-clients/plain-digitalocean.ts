import { DIGITALOCEAN_TEST_TOKEN } from '@stagely/cloud-emulators';
import ky from 'ky';
import { USER_DATA } from '../matrix/machine-spec.js';
import { type OpenPlainClient, untilAddress } from './plain-client.js';

interface DropletAnswer {
  readonly droplet: {
    readonly id: number;
    readonly networks: {
      readonly v4: readonly { readonly type: string; readonly ip_address: string }[];
    };
  };
}

/** ky as it comes. */
export const openPlainDigitalOcean: OpenPlainClient = ({ url, region, fetch }) => {
  const api = ky.create({
    prefixUrl: `${url}/v2`,
    headers: { authorization: `Bearer ${DIGITALOCEAN_TEST_TOKEN}` },
    fetch,
  });
  return async () => {
    const json = {
      name: 'build-4711',
      region,
      size: 's-2vcpu-4gb',
      image: 'ubuntu-22-04-x64',
      user_data: USER_DATA,
    };
    const { droplet } = await api.post('droplets', { json }).json<DropletAnswer>();
    return untilAddress(String(droplet.id), async () => {
      const answer = await api.get(`droplets/${droplet.id}`).json<DropletAnswer>();
      return answer.droplet.networks.v4.find(({ type }) => type === 'public')?.ip_address;
    });
  };
};
