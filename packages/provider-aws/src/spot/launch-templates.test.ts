import {
  InvalidCredentialsError,
  InvalidInputError,
  NetworkFailureError,
  QuotaExceededError,
} from '@stagely/core';
import { VirtualClock } from '@stagely/core/plugin';
import { describe, expect, it } from 'vitest';
import {
  isTemplateMissing,
  LaunchTemplates,
  type LaunchTemplatesOptions,
} from './launch-templates.js';

const operation = { provider: 'aws', operation: 'createInstance', idempotencyKey: 'key' };
const to = { region: 'eu-west-1', operation };
const template = { ...to, name: 'stagely-a-b', data: { ImageId: 'ami-1' } };

const refusal = (providerCode: string) =>
  new InvalidInputError('refused', { ...operation, issues: [], providerCode });
const missing = refusal('InvalidLaunchTemplateName.NotFoundException');
const lost = new NetworkFailureError('lost', operation);
const denied = new InvalidCredentialsError('denied', operation);

interface Setting {
  /** What requests are refused with, one after the other; the rest succeed. */
  readonly refusals?: readonly Error[];
  readonly visibilityWindowMs?: number;
  /** The templates there are, page by page. */
  readonly pages?: readonly (readonly string[])[];
}

function start({ refusals = [], visibilityWindowMs = 0, pages = [[]] }: Setting = {}) {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const requests: unknown[][] = [];
  const askedAt: number[] = [];
  const ask = async (...request: unknown[]) => {
    const refused = refusals[requests.length];
    requests.push(request);
    askedAt.push(clock.now() - startedAt);
    if (refused !== undefined) throw refused;
  };
  const api: LaunchTemplatesOptions['api'] = {
    createLaunchTemplate: ask,
    deleteLaunchTemplate: ask,
    describeLaunchTemplates: async (...request) => {
      await ask(...request);
      const ids = pages[requests.length - 1] ?? expect.unreachable();
      return {
        templates: ids.map((id) => ({ id, name: id, createdAt: undefined })),
        nextToken: requests.length < pages.length ? `page-${requests.length + 1}` : undefined,
      };
    },
  };
  const backoff = { minDelayMs: 2_000, maxDelayMs: 8_000, random: () => 0 };
  const templates = new LaunchTemplates({ api, clock, backoff, visibilityWindowMs });
  /** What came of a program, be it an error. */
  const settle = (program: (templates: LaunchTemplates) => Promise<unknown>): Promise<unknown> =>
    clock.run(() => program(templates).catch((error: unknown) => error));
  return { templates, settle, requests, askedAt };
}

describe('making a template', () => {
  it('says that it was made, for Stagely to be found by', async () => {
    const { settle, requests } = start();
    expect(await settle((templates) => templates.ensure(template))).toBe(true);
    const Tags = [{ Key: 'stagely-managed', Value: '1' }];
    expect(requests).toEqual([
      [
        {
          LaunchTemplateName: 'stagely-a-b',
          LaunchTemplateData: { ImageId: 'ami-1' },
          TagSpecifications: [{ ResourceType: 'launch-template', Tags }],
        },
        to,
      ],
    ]);
  });

  it('says that it was not made when it is there already', async () => {
    const there = refusal('InvalidLaunchTemplateName.AlreadyExistsException');
    const { settle } = start({ refusals: [there] });
    expect(await settle((templates) => templates.ensure(template))).toBe(false);
  });

  it.each([missing, lost, denied, new TypeError('bug')])(
    'fails as its request does: %s',
    async (error) => {
      const { settle } = start({ refusals: [error] });
      expect(await settle((templates) => templates.ensure(template))).toBe(error);
    },
  );
});

describe('removing a template', () => {
  it('takes one request', async () => {
    const { settle, requests } = start();
    expect(await settle((templates) => templates.remove(template))).toBeUndefined();
    expect(requests).toEqual([[{ LaunchTemplateName: 'stagely-a-b' }, to]]);
  });

  it('that is not found is done at once where reads show everything', async () => {
    const { settle, askedAt } = start({ refusals: [missing] });
    expect(await settle((templates) => templates.remove(template))).toBeUndefined();
    expect(askedAt).toEqual([0]);
  });

  it('that is not found is tried, ever more slowly, until reads must show it', async () => {
    const refusals = Array.from({ length: 9 }, () => missing);
    const { settle, askedAt } = start({ refusals, visibilityWindowMs: 7_000 });
    expect(await settle((templates) => templates.remove(template))).toBeUndefined();
    expect(askedAt).toEqual([0, 1_000, 3_000, 7_000]);
  });

  it('that shows meanwhile is done when it is removed', async () => {
    const { settle, askedAt } = start({
      refusals: [missing, missing],
      visibilityWindowMs: 60_000,
    });
    expect(await settle((templates) => templates.remove(template))).toBeUndefined();
    expect(askedAt).toEqual([0, 1_000, 3_000]);
  });

  it('is tried three times in all when the network prevents it, and then says so', async () => {
    const { settle, askedAt } = start({ refusals: [lost, lost, lost] });
    expect(await settle((templates) => templates.remove(template))).toBe(lost);
    expect(askedAt).toEqual([0, 1_000, 3_000]);
  });

  it.each([denied, new QuotaExceededError('too many', operation), new TypeError('bug')])(
    'says at once that it is refused: %s',
    async (error) => {
      const { settle, askedAt } = start({ refusals: [error] });
      expect(await settle((templates) => templates.remove(template))).toBe(error);
      expect(askedAt).toEqual([0]);
    },
  );

  it('says that it is refused in the end, after it was not found', async () => {
    const { settle, askedAt } = start({ refusals: [missing, denied], visibilityWindowMs: 500 });
    expect(await settle((templates) => templates.remove(template))).toBe(denied);
    expect(askedAt).toEqual([0, 1_000]);
  });
});

describe('removing a template by its id', () => {
  it('takes one request', async () => {
    const { settle, requests } = start();
    expect(await settle((templates) => templates.removeById('lt-1', to))).toBeUndefined();
    expect(requests).toEqual([[{ LaunchTemplateId: 'lt-1' }, to]]);
  });

  it('is done when it is gone already', async () => {
    const { settle, requests } = start({
      refusals: [refusal('InvalidLaunchTemplateId.NotFound')],
    });
    expect(await settle((templates) => templates.removeById('lt-1', to))).toBeUndefined();
    expect(requests).toHaveLength(1);
  });

  it('fails as its request does otherwise', async () => {
    const { settle } = start({ refusals: [denied] });
    expect(await settle((templates) => templates.removeById('lt-1', to))).toBe(denied);
  });
});

describe('the list of templates', () => {
  it('has those of every page, each asked for with the token of the one before', async () => {
    const { templates, requests } = start({ pages: [['lt-1', 'lt-2'], [], ['lt-3']] });
    const ids: string[] = [];
    for await (const { id } of templates.list(to)) ids.push(id);
    expect(ids).toEqual(['lt-1', 'lt-2', 'lt-3']);
    const Filters = [{ Name: 'tag-key', Values: ['stagely-managed'] }];
    expect(requests).toStrictEqual([
      [{ Filters, MaxResults: 200 }, to],
      [{ Filters, MaxResults: 200, NextToken: 'page-2' }, to],
      [{ Filters, MaxResults: 200, NextToken: 'page-3' }, to],
    ]);
  });
});

describe('a template is missing', () => {
  it.each(['InvalidLaunchTemplateId.NotFound', 'InvalidLaunchTemplateName.NotFoundException'])(
    'for the code %s',
    (code) => {
      expect(isTemplateMissing(refusal(code))).toBe(true);
    },
  );

  it.each([
    'InvalidLaunchTemplateName.AlreadyExistsException',
    'InvalidLaunchTemplateId.VersionNotFound',
    'InvalidInstanceID.NotFound',
    'Client.InvalidLaunchTemplateId.NotFound',
  ])('not for %s', (code) => {
    expect(isTemplateMissing(refusal(code))).toBe(false);
  });

  it('not for an error without a code', () => {
    expect(isTemplateMissing(lost)).toBe(false);
    expect(isTemplateMissing(new Error('InvalidLaunchTemplateId.NotFound'))).toBe(false);
  });
});
