import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { labelsSchema } from './field-schemas.js';
import { serverSchema } from './server-schema.js';

describe('labels', () => {
  it.each([
    ['an array, as was seen for none', [], {}],
    ['null', null, {}],
    ['nothing', undefined, {}],
    ['labels', { env: 'test', empty: '' }, { env: 'test', empty: '' }],
    ['what is no text among them', { env: 1, ok: 'x' }, { ok: 'x' }],
  ])('may be %s', (_, labels, read) => {
    expect(v.parse(labelsSchema, labels)).toEqual(read);
  });

  it('may be called like members of every object', () => {
    const read = v.parse(labelsSchema, JSON.parse('{"__proto__":"a","constructor":"b"}'));
    expect(Object.entries(read)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });
});

describe('a server', () => {
  const least = {
    id: 1,
    name: 'web',
    status: 'running',
    created: '2026-01-30T23:50:00Z',
    server_type: { id: 114, name: 'cx23' },
  };

  it('may lack all that is not needed', () => {
    expect(v.parse(serverSchema, least)).toMatchObject({
      public_net: { ipv4: null, ipv6: null },
      private_net: [],
      location: null,
      image: null,
      labels: {},
    });
  });

  it('may have no public IPv4 address', () => {
    const public_net = { ipv4: null, ipv6: { id: 2, ip: '2001:db8::/64' } };
    expect(v.parse(serverSchema, { ...least, public_net }).public_net).toEqual({
      ipv4: null,
      ipv6: { id: 2, ip: '2001:db8::/64', blocked: false },
    });
  });

  it.each([{ id: 2 ** 53 }, { id: '1' }, { created: 'yesterday' }, { name: undefined }])(
    'is unreadable with %j',
    (wrong) => {
      expect(v.safeParse(serverSchema, { ...least, ...wrong }).success).toBe(false);
    },
  );
});
