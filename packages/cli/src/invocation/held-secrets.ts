import type { Redactor } from '@stagely/core/plugin';

/** The secrets that a command works with, so that nothing it says shows one. */
export class HeldSecrets {
  readonly #values = new Set<string>();
  #redactor: Redactor | undefined;

  /** Adds the values of secret fields, however deep the texts in them are. */
  async add(credentials: Record<string, unknown>, secretFields: readonly string[]): Promise<void> {
    const { Redactor } = await import('@stagely/core/plugin');
    for (const field of secretFields) {
      for (const text of textsIn(credentials[field])) this.#values.add(text);
    }
    this.#redactor ??= new Redactor(() => this.#values);
  }

  /** The text without secrets. */
  redact(text: string): string {
    return this.#redactor?.text(text) ?? text;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
