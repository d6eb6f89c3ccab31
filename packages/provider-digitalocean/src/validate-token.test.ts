import { describe, expect, it } from 'vitest';
import { errorOf } from './testing/error-of.js';
import { startDigitalOcean } from './testing/start-digitalocean.js';

async function startWith(scopes: 'full' | readonly string[]) {
  const { emulator, state, connect } = await startDigitalOcean({
    credentials: [{ token: 'some-token', scopes }],
  });
  const lines: string[] = [];
  const ignore = () => undefined;
  const warn = (fields: object, message: string) => {
    lines.push(`${JSON.stringify(fields)} ${message}`);
  };
  const logger = { debug: ignore, info: ignore, warn, error: ignore };
  const provider = connect({}, { logger, credentials: { api_token: 'some-token' } });
  const requests = () => [...emulator.requests.countByOperation()];
  return { emulator, state, provider, lines, requests };
}

describe('credentials', () => {
  it('are valid after one request', async () => {
    const { provider, requests, lines } = await startWith('full');
    await provider.validateCredentials();
    expect(requests()).toEqual([['GET /v2/account', 1]]);
    expect(lines).toEqual([]);
  });

  it('that may not see the account are valid when they may see droplets', async () => {
    const { provider, requests } = await startWith(['droplet:read']);
    await provider.validateCredentials();
    expect(requests()).toEqual([
      ['GET /v2/account', 1],
      ['GET /v2/droplets', 1],
    ]);
  });

  it('that may see neither are not, and the scope is named', async () => {
    const { provider } = await startWith(['tag:read']);
    const error = await errorOf(provider.validateCredentials());
    expect(error).toMatchObject({ code: 'invalid_credentials', operation: 'validateCredentials' });
    expect(error.message).toContain('droplet:read');
  });

  it('that were revoked are not', async () => {
    const { provider, state, requests } = await startWith('full');
    state.tokens.revoke('some-token');
    expect(await errorOf(provider.validateCredentials())).toMatchObject({
      code: 'invalid_credentials',
      providerCode: 'unauthorized',
    });
    expect(requests()).toEqual([['GET /v2/account', 1]]);
  });

  it('of a locked account are not', async () => {
    const { provider, state } = await startWith('full');
    state.account.status = 'locked';
    state.account.statusMessage = 'Payment is overdue';
    const error = await errorOf(provider.validateCredentials());
    expect(error.code).toBe('invalid_credentials');
    expect(error.message).toContain('the account is locked (Payment is overdue)');
  });

  it('of an account with a warning are, and the warning is logged', async () => {
    const { provider, state, lines } = await startWith('full');
    state.account.status = 'warning';
    state.account.statusMessage = 'Payment is due';
    await provider.validateCredentials();
    expect(lines).toEqual([expect.stringContaining('warning for the account (Payment is due)')]);
  });

  it('are unknown while the cloud fails', async () => {
    const { provider, emulator } = await startWith('full');
    emulator.faults.add({ fault: { type: 'html' } });
    expect(await errorOf(provider.validateCredentials())).toMatchObject({
      code: 'network_failure',
    });
  });
});
