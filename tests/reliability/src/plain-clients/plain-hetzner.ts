import ky from 'ky';
import { USER_DATA } from '../matrix/machine-spec.js';
import { type OpenPlainClient, untilAddress } from './plain-client.js';

interface ServerAnswer {
  readonly server: {
    readonly id: number;
    readonly status: string;
    readonly public_net: { readonly ipv4: { readonly ip: string } | null };
  };
}

/** ky as it comes. The name is one that nobody else has, as programs make them up that start many servers. */
export const openPlainHetzner: OpenPlainClient = ({ url, region, fetch, secrets: [token] }) => {
  const api = ky.create({ prefixUrl: url, headers: { authorization: `Bearer ${token}` }, fetch });
  let made = 0;
  return async () => {
    const json = {
      name: `build-4711-${++made}`,
      server_type: 'cx23',
      image: 'ubuntu-22.04',
      location: region,
      user_data: USER_DATA,
    };
    const { server } = await api.post('servers', { json }).json<ServerAnswer>();
    return untilAddress(String(server.id), async () => {
      const answer = await api.get(`servers/${server.id}`).json<ServerAnswer>();
      return answer.server.status === 'running' ? answer.server.public_net.ipv4?.ip : undefined;
    });
  };
};
