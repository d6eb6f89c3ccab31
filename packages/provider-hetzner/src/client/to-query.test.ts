import { describe, expect, it } from 'vitest';
import { toQuery } from './to-query.js';

describe('a query', () => {
  it.each([
    [
      { labelSelector: 'a=b,c in (d)', perPage: 50 },
      'label_selector=a%3Db%2Cc+in+%28d%29&per_page=50',
    ],
    [{ id: [1, 2], sort: 'id:asc' }, 'id=1&id=2&sort=id%3Aasc'],
    [{ name: undefined, includeDeprecated: true }, 'include_deprecated=true'],
    [undefined, ''],
  ])('%j is %s', (parameters, query) => {
    expect(toQuery(parameters).toString()).toBe(query);
  });
});
