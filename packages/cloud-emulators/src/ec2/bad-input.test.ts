import { once } from 'node:events';
import { connect } from 'node:net';
import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { Random } from '../random/random.js';
import { oneMachine, startEc2 } from './testing/start-ec2.js';

/** An EC2 with a machine in it, and what tells whether it still works. */
async function startBusy() {
  const started = await startEc2({ rateLimits: false });
  const { client, state, query, emulator } = started;
  await client.send(new RunInstancesCommand(oneMachine));
  const before = state.instances();
  const expectIntact = async () => {
    expect(state.instances()).toEqual(before);
    const { status, text } = await query('DescribeInstances');
    expect(status).toBe(200);
    expect(text).toContain(before[0]?.instanceId);
    const failures = emulator.requests.all().filter(({ failure }) => failure !== undefined);
    expect(failures).toEqual([]);
  };
  const post = (body: string | Uint8Array, contentType = 'application/x-www-form-urlencoded') =>
    fetch(emulator.url, { method: 'POST', headers: { 'content-type': contentType }, body });
  return { ...started, expectIntact, post };
}

describe('bad input', () => {
  it('of any bytes is answered with an error of EC2', async () => {
    const { post, expectIntact } = await startBusy();
    const random = new Random('bytes');
    for (let count = 0; count < 200; count++) {
      const bytes = Uint8Array.from({ length: random.integer(0, 300) }, () =>
        random.integer(0, 255),
      );
      const response = await post(bytes);
      expect([400, 403]).toContain(response.status);
      expect(await response.text()).toMatch(/<Code>\w+<\/Code>/);
    }
    await expectIntact();
  });

  it('in the values of every parameter is answered with an error of EC2', async () => {
    const { query, expectIntact } = await startBusy();
    const random = new Random('values');
    const names = ['InstanceId.1', 'Filter.1.Name', 'Filter.1.Value.1', 'MaxResults', 'NextToken'];
    for (let count = 0; count < 100; count++) {
      const text = String.fromCodePoint(
        ...Array.from({ length: random.integer(1, 20) }, () => random.integer(0, 0xd7ff)),
      );
      const name = names[random.integer(0, names.length - 1)] ?? '';
      const { status, code } = await query('DescribeInstances', { [name]: text });
      expect(status).toBe(400);
      expect(code).toBeDefined();
    }
    await expectIntact();
  });

  it('of ten megabytes is refused', async () => {
    const { post, expectIntact } = await startBusy();
    const response = await post(`Action=RunInstances&UserData=${'x'.repeat(10_000_000)}`);
    expect(response.status).toBe(413);
    expect(await response.text()).toContain('<Code>RequestEntityTooLarge</Code>');
    await expectIntact();
  });

  it('of many and deep parameters is answered', async () => {
    const { post, query, expectIntact } = await startBusy();
    const many = Array.from({ length: 50_000 }, (_, index) => `InstanceId.${index}=i`).join('&');
    expect((await post(`Action=DescribeInstances&${many}`)).status).toBe(403);
    const deep = `Filter${'.1'.repeat(5000)}`;
    expect((await query('DescribeInstances', { [deep]: 'x' })).code).toBe('UnknownParameter');
    await expectIntact();
  });

  it.each(['application/json', 'text/xml', 'multipart/form-data; boundary=x', 'nonsense'])(
    'of the content type %s is answered with an error of EC2',
    async (contentType) => {
      const { post, expectIntact } = await startBusy();
      const response = await post('Action=RunInstances', contentType);
      expect(await response.text()).toContain('<Code>MissingAuthenticationToken</Code>');
      await expectIntact();
    },
  );

  it('that is cut in the middle changes nothing', async () => {
    const { emulator, expectIntact } = await startBusy();
    const port = Number(new URL(emulator.url).port);
    for (const part of [
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nAction=RunInst',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Le',
      '\u0000\u0001\u0002 garbage\r\n\r\n',
    ]) {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.on('error', () => {});
      socket.end(part);
      socket.resume();
      await once(socket, 'close');
    }
    await expectIntact();
  });

  it('from a thousand connections at once is answered on each', async () => {
    const { post, expectIntact } = await startBusy();
    const statuses = await Promise.all(
      Array.from({ length: 1000 }, async (_, index) => {
        const response = await post(`Action=RunInstances&MinCount=${index}`);
        await response.arrayBuffer();
        return response.status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([403]));
    await expectIntact();
  });
});
