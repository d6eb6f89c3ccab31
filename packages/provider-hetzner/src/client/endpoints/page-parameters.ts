/** What every list takes. */
export interface PageParameters {
  /** From 1. */
  page?: number | undefined;
  /** Up to 50. Default: the API's 25. */
  perPage?: number | undefined;
  /** `id:asc`, `name:desc`. */
  sort?: string | readonly string[] | undefined;
}
