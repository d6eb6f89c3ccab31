import type { PageRequest } from './read-page.js';

/** The `links` and `meta` of a list. There are links to other pages only where there are other pages. */
export function renderPage(url: URL, { page, perPage }: PageRequest, total: number) {
  const last = Math.max(1, Math.ceil(total / perPage));
  const link = (target: number) => {
    const address = new URL(url.origin + url.pathname + url.search);
    address.searchParams.set('page', String(target));
    return address.href;
  };
  const pages = {
    ...(page > 1 && { first: link(1), prev: link(page - 1) }),
    ...(page < last && { next: link(page + 1), last: link(last) }),
  };
  return { links: Object.keys(pages).length > 0 ? { pages } : {}, meta: { total } };
}
