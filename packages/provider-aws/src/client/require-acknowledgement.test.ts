import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeRegionsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { FetchRequestHandler } from './fetch-request-handler.js';
import { requireAcknowledgement } from './require-acknowledgement.js';

const tags = { Resources: ['i-1'], Tags: [{ Key: 'a', Value: 'b' }] };

const XML = '<CreateTagsResponse><return>true</return></CreateTagsResponse>';

/** A client whose requests are all answered with success and such a page. */
function answeredBy(page: string, type: string): EC2Client {
  const client = new EC2Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    maxAttempts: 1,
    requestHandler: new FetchRequestHandler(
      async () => new Response(page, { headers: { 'content-type': type } }),
    ),
  });
  requireAcknowledgement(client);
  return client;
}

describe.each([
  ['put on', (client: EC2Client) => client.send(new CreateTagsCommand(tags))],
  ['taken off', (client: EC2Client) => client.send(new DeleteTagsCommand(tags))],
])('that tags are %s', (_, send) => {
  it.each(['text/xml;charset=UTF-8', 'application/xml', 'TEXT/XML'])(
    'is acknowledged by an answer in %s',
    async (type) => {
      const answer = await send(answeredBy(XML, type));
      expect(answer.$metadata.httpStatusCode).toBe(200);
    },
  );

  it.each(['text/html', 'application/json', 'text/xmlish'])(
    'is not acknowledged by an answer in %s',
    async (type) => {
      const sent = send(answeredBy('<html>Welcome</html>', type));
      await expect(sent).rejects.toThrow('The answer is not of EC2.');
    },
  );
});

it('what the client library reads itself may be of another type', async () => {
  const page =
    '<DescribeRegionsResponse><regionInfo><item><regionName>r</regionName></item></regionInfo></DescribeRegionsResponse>';
  const answer = await answeredBy(page, 'text/html').send(new DescribeRegionsCommand());
  expect(answer.Regions).toMatchObject([{ RegionName: 'r' }]);
});
