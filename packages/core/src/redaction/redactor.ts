import { copyError } from './copy-error.js';
import { redactParts } from './redact-parts.js';
import { secretForms } from './secret-forms.js';

const MIN_SECRET_LENGTH = 4;

/**
 * Takes secrets out of texts and errors.
 *
 * A secret is found as it is, in base64 (also URL-safe, also inside longer base64), percent-encoded and
 * JSON-escaped, and so is every part of it of at least 12 characters, because clouds echo and truncate what they
 * are sent. Secrets under four characters cannot be told from ordinary text and are left alone.
 */
export class Redactor {
  readonly #secrets: () => Iterable<string | undefined>;

  /** `secrets` is asked whenever there is something to redact, so it may answer with what is new. */
  constructor(secrets: () => Iterable<string | undefined>) {
    this.#secrets = secrets;
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
    const forms = [...this.#forms()];
    return copyError(error, (text) => redactParts(text, forms));
  }

  *#forms(): Generator<string> {
    for (const secret of this.#secrets()) {
      if (secret === undefined || secret.length < MIN_SECRET_LENGTH) continue;
      for (const form of secretForms(secret)) if (form.length >= MIN_SECRET_LENGTH) yield form;
    }
  }
}
