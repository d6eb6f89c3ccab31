import type { Invocation } from '../invocation/invocation.js';
import { openProvider } from '../provider/open-provider.js';
import type { ProviderSelection } from '../provider/provider-selection.js';

/** Checks that the credentials work. */
export async function validateCredentials(
  invocation: Invocation,
  options: ProviderSelection,
): Promise<number> {
  const provider = await openProvider(invocation, options);
  const progress = await invocation.startProgress(`Asking ${provider.name}`, {
    onlyOnTerminal: true,
  });
  try {
    await provider.validateCredentials({ signal: invocation.signal });
  } finally {
    progress.finish();
  }
  invocation.print({
    document: { provider: provider.name, valid: true },
    text: () => `${provider.name}: the credentials work.`,
  });
  return 0;
}
