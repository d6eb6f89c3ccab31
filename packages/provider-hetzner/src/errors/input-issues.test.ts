import { describe, expect, test } from 'vitest';
import { toInputIssues } from './input-issues.js';

describe('a field of a create request that was refused', () => {
  test.each([
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
    ['novelty', 'spec'],
  ])('%s is %s', (name, path) => {
    const details = {
      fields: [{ name: `${name}.0.part`, messages: ['is odd', 'is long'] }, { name }],
    };
    expect(toInputIssues(details, 'wrong', 'spec')).toEqual([
      { path, message: 'was refused: is odd, is long' },
      { path, message: 'was refused: wrong' },
    ]);
  });
});

test('a field of another request is about what the request is about', () => {
  const details = { fields: [{ name: 'name', messages: ['is odd'] }] };
  expect(toInputIssues(details, 'wrong', 'instanceId')).toEqual([
    { path: 'instanceId', message: 'was refused: is odd' },
  ]);
});

test.each([undefined, null, {}, { fields: [] }, { fields: 'name' }, { fields: [{ name: 7 }] }])(
  'with the details %j the whole is refused',
  (details) => {
    expect(toInputIssues(details, 'wrong', 'spec')).toEqual([
      { path: 'spec', message: 'was refused: wrong' },
    ]);
  },
);
