import { isDeepStrictEqual } from 'node:util';
import { type CloudProvider, InvalidInputError } from '@stagely/core';
import type { CaseContext } from '../case-context.js';
import type { CaseDefinition } from '../conformance-case.js';
import { printError } from '../expect-rejection.js';
import { expectThat, Finding } from '../expect-that.js';
import { printValue } from '../print-value.js';
import { settle } from '../settle.js';

const ROUND_TRIP =
  'tags come back from listInstances exactly as they went in; one that the cloud cannot hold is refused with an InvalidInputError that names it, before any request';
const ENCODE =
  'encode what the cloud would change, in a way that can be reversed; refuse what does not fit through the check of parseInstanceSpec().';

const AWKWARD_VALUES = [
  '',
  ' leading and trailing ',
  'feature/foo.bar',
  'a=b:c+d,e;f|g&h?i#j%k',
  '100%2Fencoded',
  'UPPER and lower',
  'Füße, 東京 und 🚀',
  '--',
  '.',
  '"quoted" \\ `code` <b>',
  'true',
  '0123',
  'null',
] as const;

const AWKWARD_KEYS = [
  'feature/foo.bar',
  'with space',
  'a=b',
  'a:b',
  'a+b',
  'Case',
  'case',
  'CASE',
  'ключ',
  '🚀',
  '-leading',
  'trailing.',
  '_',
  '%41',
  'aws-like:key',
  'k'.repeat(63),
] as const;

export const tagCases: readonly CaseDefinition[] = [
  {
    name: 'plain tags come back as they went in',
    rule: 'tags are put on the machine by the create call and come back from listInstances, without Stagely’s own',
    advice:
      'put the tags into the create request, and take Stagely’s own out of the listing; readOwnershipTags() does.',
    run: (context) => roundTrip(context, { env: 'preview', team: 'web-2' }, 'plain tags must fit'),
  },
  {
    name: 'awkward values of tags come back or are refused by name',
    rule: ROUND_TRIP,
    advice: ENCODE,
    run: (context) =>
      roundTrip(
        context,
        Object.fromEntries(AWKWARD_VALUES.map((value, index) => [`value-${index}`, value])),
      ),
  },
  {
    name: 'awkward keys of tags come back or are refused by name',
    rule: ROUND_TRIP,
    advice: ENCODE,
    run: (context) =>
      roundTrip(context, Object.fromEntries(AWKWARD_KEYS.map((key) => [key, `value of ${key}`]))),
  },
  {
    name: 'tags may be called like members of every object',
    rule: ROUND_TRIP,
    advice: 'ask with Object.hasOwn(), and build records with Object.fromEntries().',
    run: (context) =>
      roundTrip(
        context,
        Object.fromEntries(
          ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'length', 'then'].map(
            (key) => [key, `value of ${key}`],
          ),
        ),
      ),
  },
  {
    name: 'forty tags come back or are refused by name',
    rule: `${ROUND_TRIP}; up to 40 tags are valid`,
    advice: 'put several tags into one of the cloud’s where it holds too few.',
    async run(context) {
      const own = Object.keys(context.tags).length;
      const tags = Array.from({ length: 40 - own }, (_, index) => [`tag-${index}`, `${index}`]);
      await roundTrip(context, Object.fromEntries(tags));
    },
  },
  {
    name: 'long tags come back or are refused by name',
    rule: `${ROUND_TRIP}; keys of up to 127 and values of up to 256 characters are valid`,
    advice: 'refuse what is too long for the cloud; never cut it off.',
    run: (context) =>
      roundTrip(context, { ['k'.repeat(127)]: 'long key', 'long-value': 'v'.repeat(256) }),
  },
];

/** Creates a machine with tags, leaving out those that are refused by name, and compares what is listed. */
async function roundTrip(
  context: CaseContext,
  tags: Readonly<Record<string, string>>,
  mustFit?: string,
): Promise<void> {
  const provider = await context.openProvider();
  const { fitting, instanceId } = await createWithFitting(context, provider, tags);
  if (mustFit !== undefined) {
    expectThat(
      Object.keys(fitting).length === Object.keys(tags).length,
      `tags were refused: ${mustFit}`,
    );
  }
  const expected = toRecord({ ...context.tags }, fitting);
  const listed = await context.eventually(
    () => context.findListed(provider, instanceId),
    (found) => isDeepStrictEqual(toRecord(found.tags), expected),
  );
  const found = toRecord(listed.tags);
  const differing = [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter(
    (key) =>
      !Object.hasOwn(expected, key) || !Object.hasOwn(found, key) || expected[key] !== found[key],
  );
  expectThat(
    differing.length === 0,
    differing
      .map(
        (key) =>
          `the tag ${printValue(key)} went in as ${printOwn(expected, key)} and came back as ${printOwn(found, key)}`,
      )
      .join('; '),
  );
}

async function createWithFitting(
  context: CaseContext,
  provider: CloudProvider,
  tags: Readonly<Record<string, string>>,
): Promise<{ fitting: Record<string, string>; instanceId: string }> {
  const fitting = toRecord(tags);
  for (;;) {
    const before = context.observer.requests;
    const spec = { ...context.spec(), tags: toRecord(context.tags, fitting) };
    const created = await settle(() => context.create(provider, spec));
    if (created.resolved) return { fitting, instanceId: created.value.instanceId };
    const { error } = created;
    if (!(error instanceof InvalidInputError)) {
      throw new Finding(`the creation failed with ${printError(error)}`, { cause: error });
    }
    expectThat(
      context.observer.requests === before,
      `tags were refused, but only after a request: ${error.message}`,
    );
    const refused = Object.keys(fitting).filter((key) =>
      error.issues.some((issue) => names(issue, key)),
    );
    expectThat(
      refused.length > 0,
      `tags were refused, and issues names none of them: ${error.message}`,
    );
    for (const key of refused) delete fitting[key];
  }
}

/** Whether an issue is about a tag. Long keys may be cut off, and control characters and quotes escaped. */
function names(
  { path, message }: { readonly path: string; readonly message: string },
  key: string,
): boolean {
  const printed = [key, JSON.stringify(key).slice(1, -1)].map((text) => text.slice(0, 60));
  return printed.some(
    (text) =>
      path === `spec.tags.${text}` ||
      path.startsWith(`spec.tags.${text}…`) ||
      message.includes(`"${text}`),
  );
}

/** A record in which every key is one of its own, whatever it is called. */
function toRecord(...records: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  return Object.fromEntries(records.flatMap((record) => Object.entries(record)));
}

function printOwn(record: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(record, key) ? printValue(record[key]) : 'nothing';
}
