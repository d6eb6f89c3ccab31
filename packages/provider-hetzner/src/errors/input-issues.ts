import type { InputIssue } from '@stagely/core';
import * as v from 'valibot';

const detailsSchema = v.object({
  fields: v.array(v.object({ name: v.string(), messages: v.optional(v.array(v.string()), []) })),
});

/** Where the fields of a create request come from. */
const paths: ReadonlyMap<string, string> = new Map([
  ['server_type', 'spec.providerOptions.hetzner.instanceType'],
  ['image', 'spec.providerOptions.hetzner.image'],
  ['ssh_keys', 'spec.providerOptions.hetzner.sshKeys'],
  ['networks', 'spec.providerOptions.hetzner.networks'],
  ['firewalls', 'spec.providerOptions.hetzner.firewalls'],
  ['public_net', 'spec.providerOptions.hetzner'],
  ['location', 'spec.region'],
  ['user_data', 'spec.userData'],
  ['labels', 'spec.tags'],
  ['name', 'spec.idempotencyKey'],
]);

/** What the API says is wrong with the input, field by field where it does; `message` stands for the whole. */
export function toInputIssues(details: unknown, message: string, subject: string): InputIssue[] {
  const parsed = v.safeParse(detailsSchema, details);
  const fields = parsed.success ? parsed.output.fields : [];
  if (fields.length === 0) return [{ path: subject, message: `was refused: ${message}` }];
  return fields.map(({ name, messages }) => {
    const [field = name] = name.split('.', 1);
    return {
      path: subject === 'spec' ? (paths.get(field) ?? subject) : subject,
      message: `was refused: ${messages.length === 0 ? message : messages.join(', ')}`,
    };
  });
}
