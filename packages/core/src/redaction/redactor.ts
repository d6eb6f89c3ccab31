import { copyError } from './copy-error.js';
import { HiddenText, MIN_LENGTH } from './hidden-text.js';
import { redactParts } from './redact-parts.js';
import { secretForms } from './secret-forms.js';

/**
 * Takes secrets out of texts and errors.
 *
 * A secret is found as it is, in base64 (also URL-safe, also inside longer base64) and in hexadecimal digits; with the
 * escapes of URLs, JSON and HTML, up to four times; and broken into lines. So is every part of it of at least 12
 * characters, and every line of at least 6, because clouds echo and truncate what they are sent. Secrets under four
 * characters cannot be told from ordinary text and are left alone.
 */
export class Redactor {
  readonly #secrets: () => Iterable<string | undefined>;
  /** Also secrets, and how many have a use for each. */
  readonly #held = new Map<string, number>();
  /** Of each secret of the last time, ready to be looked for: user data is long, and lists have many texts. */
  #known = new Map<string, readonly HiddenText[]>();

  /** `secrets` is asked whenever there is something to redact, so it may answer with what is new. */
  constructor(secrets: () => Iterable<string | undefined>) {
    this.#secrets = secrets;
  }

  /** Takes more texts for secrets for as long as some work takes, such as the user data of a creation. */
  async during<T>(secrets: readonly (string | undefined)[], work: () => Promise<T>): Promise<T> {
    const held = secrets.filter((secret) => secret !== undefined);
    for (const secret of held) this.#held.set(secret, (this.#held.get(secret) ?? 0) + 1);
    try {
      return await work();
    } finally {
      for (const secret of held) {
        const holders = (this.#held.get(secret) ?? 1) - 1;
        if (holders === 0) this.#held.delete(secret);
        else this.#held.set(secret, holders);
        this.#known.delete(secret);
      }
    }
  }

  /** The text with every secret, and every long part of one, replaced by `[redacted]`. */
  text(text: string): string {
    return redactParts(text, this.#forms());
  }

  /**
   * A copy of an error (or of whatever was thrown) that is safe to keep as a `cause`: name, code, status and
   * request id stay, messages and stacks are redacted, everything else (requests, headers, bodies) is left out.
   * Causes and the errors of an `AggregateError` are copied likewise, up to 50 in all.
   */
  error(error: unknown): Error {
    const forms = this.#forms();
    return copyError(error, (text) => redactParts(text, forms));
  }

  #forms(): readonly HiddenText[] {
    const known = new Map<string, readonly HiddenText[]>();
    for (const secret of [...this.#secrets(), ...this.#held.keys()]) {
      if (secret === undefined || secret.length < MIN_LENGTH || known.has(secret)) continue;
      known.set(secret, this.#known.get(secret) ?? hiddenFormsOf(secret));
    }
    this.#known = known;
    return [...known.values()].flat();
  }
}

function hiddenFormsOf(secret: string): readonly HiddenText[] {
  return [...secretForms(secret)].map((form) => new HiddenText(form));
}
