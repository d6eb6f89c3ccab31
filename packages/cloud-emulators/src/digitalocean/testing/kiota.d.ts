// What the tests use of @microsoft/kiota-http-fetchlibrary, whose declarations need those of a browser.

export class FetchRequestAdapter {
  constructor(authenticationProvider: object);
  baseUrl: string;
}

export class RetryHandlerOptions {
  constructor(options: { maxRetries?: number });
}
