const WINDOW = 12;
const MIN_SECRET_LENGTH = 4;
const REDACTED = '[redacted]';

/**
 * Takes secrets out of texts and errors.
 *
 * A secret is found as it is, in base64 (also URL-safe), percent-encoded and JSON-escaped, and so is every
 * part of it of at least 12 characters, because clouds echo and truncate what they are sent. Secrets under
 * four characters cannot be told from ordinary text and are left alone.
 */
export class Redactor {
  readonly #secrets: () => Iterable<string | undefined>;

  /** `secrets` is asked whenever there is something to redact, so it may answer with what is new. */
  constructor(secrets: () => Iterable<string | undefined>) {
    this.#secrets = secrets;
  }

  /** The text with every secret, and every long part of one, replaced by `[redacted]`. */
  text(text: string): string {
    const covered = new Uint8Array(text.length);
    for (const secret of this.#secrets()) {
      if (secret === undefined || secret.length < MIN_SECRET_LENGTH) continue;
      for (const form of secretForms(secret)) cover(text, form, covered);
    }
    return replaceCovered(text, covered);
  }

  /**
   * A copy of an error (or of whatever was thrown) that is safe to keep as a `cause`: name, code, status and
   * request id stay, messages and stacks are redacted, everything else (requests, headers, bodies) is left out.
   */
  error(error: unknown): Error {
    return this.#copy(error, 0);
  }

  #copy(error: unknown, depth: number): Error {
    const message = this.text(
      readText(error, 'message') ?? (typeof error === 'string' ? error : ''),
    );
    const causes = depth < 5 ? readCause(error) : undefined;
    const copy = new Error(
      message,
      causes === undefined ? undefined : { cause: this.#copy(causes, depth + 1) },
    );
    copy.name = this.text(readText(error, 'name') ?? 'Error');
    const stack = readText(error, 'stack');
    if (stack !== undefined) copy.stack = this.text(stack);
    for (const [name, value] of Object.entries(readDetails(error))) {
      Object.defineProperty(copy, name, {
        value: typeof value === 'string' ? this.text(value) : value,
        enumerable: true,
      });
    }
    return copy;
  }
}

function secretForms(secret: string): Set<string> {
  const bytes = Buffer.from(secret);
  return new Set([
    secret,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
  ]);
}

/** Marks where `text` shows `secret` or a part of it of `WINDOW` characters. */
function cover(text: string, secret: string, covered: Uint8Array): void {
  const window = Math.min(WINDOW, secret.length);
  if (text.length < window) return;
  const parts = new Set<string>();
  for (let start = 0; start + window <= secret.length; start++) {
    parts.add(secret.slice(start, start + window));
  }
  for (let start = 0; start + window <= text.length; start++) {
    if (parts.has(text.slice(start, start + window))) covered.fill(1, start, start + window);
  }
}

function replaceCovered(text: string, covered: Uint8Array): string {
  let redacted = '';
  for (let index = 0; index < text.length; index++) {
    if (covered[index] === 0) redacted += text[index];
    else if (index === 0 || covered[index - 1] === 0) redacted += REDACTED;
  }
  return redacted;
}

function readText(value: unknown, field: string): string | undefined {
  const found = readField(value, field);
  return typeof found === 'string' ? found : undefined;
}

function readCause(error: unknown): unknown {
  const cause = readField(error, 'cause');
  if (cause !== undefined) return cause;
  const errors = readField(error, 'errors');
  return Array.isArray(errors) ? errors[0] : undefined;
}

const KEPT_FIELDS = ['code', 'errno', 'syscall', 'status', 'statusCode', 'requestId'] as const;

function readDetails(error: unknown): Record<string, string | number> {
  const metadata = readField(error, '$metadata');
  const found = [
    ...KEPT_FIELDS.map((field) => [field, readField(error, field)] as const),
    ['status', readField(metadata, 'httpStatusCode')] as const,
    ['requestId', readField(metadata, 'requestId')] as const,
  ];
  const details: Record<string, string | number> = {};
  for (const [field, value] of found) {
    if (typeof value === 'string' || typeof value === 'number') details[field] = value;
  }
  return details;
}

function readField(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return Reflect.get(value, field);
  } catch {
    return undefined;
  }
}
