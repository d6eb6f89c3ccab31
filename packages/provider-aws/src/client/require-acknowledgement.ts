import type { EC2Client } from '@aws-sdk/client-ec2';
import * as v from 'valibot';

/** Actions of whose answers the client library reads nothing, so that it takes any page for one. */
const UNREAD = new Set(['CreateTagsCommand', 'DeleteTagsCommand']);

const answerSchema = v.object({ headers: v.object({ 'content-type': v.string() }) });

/** Has the client fail where something else than EC2, which answers in XML, says that all is well. */
export function requireAcknowledgement(client: EC2Client): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next(args);
        const answer = v.safeParse(answerSchema, result.response);
        if (UNREAD.has(commandName) && answer.success) {
          const type = answer.output.headers['content-type'];
          if (!/\bxml\b/i.test(type)) throw new Error('The answer is not of EC2.');
        }
        return result;
      },
    { step: 'deserialize' },
  );
}
