import type { HetznerAnswer, HetznerRequest } from '../requests/hetzner-request.js';
import type { PageRequest } from '../requests/read-page.js';

/** The part of a list that was asked for. */
export interface ListPage {
  readonly items: readonly object[];
  /** On all pages. */
  readonly total: number;
}

/** A list under its name, with what the API tells of the other pages. */
export function renderPage(
  { call, account }: HetznerRequest,
  name: string,
  { page, perPage }: PageRequest,
  { items, total }: ListPage,
): HetznerAnswer {
  const lastPage = Math.max(1, Math.ceil(total / perPage));
  const previousPage = page > 1 ? page - 1 : null;
  const nextPage = page < lastPage ? page + 1 : null;
  const { totals } = account.behaviour;
  const links = [
    { rel: 'prev', target: previousPage },
    { rel: 'next', target: nextPage },
    { rel: 'last', target: totals ? lastPage : null },
  ].flatMap(({ rel, target }) =>
    target === null ? [] : `<${atPage(call.url, target)}>; rel="${rel}"`,
  );
  return {
    status: 200,
    headers: { link: links.join(', ') },
    body: {
      [name]: items,
      meta: {
        pagination: {
          page,
          per_page: perPage,
          previous_page: previousPage,
          next_page: nextPage,
          last_page: totals ? lastPage : null,
          total_entries: totals ? total : null,
        },
      },
    },
  };
}

function atPage(url: URL, page: number): string {
  const target = new URL(url);
  target.searchParams.set('page', String(page));
  return target.href;
}
