import { inspect } from 'node:util';

/** The forms of a secret that are found in a text about a value, with all that a debugger would print of it. */
export function findSecrets(value: unknown, secrets: readonly string[]): readonly string[] {
  const shown = textsOf(value).join('\n');
  return secrets.flatMap((secret) =>
    [...formsOf(secret)].filter(([, form]) => shown.includes(form)).map(([name]) => name),
  );
}

function textsOf(value: unknown): string[] {
  const everything = {
    depth: Number.POSITIVE_INFINITY,
    showHidden: true,
    getters: true,
    maxArrayLength: null,
    maxStringLength: null,
    breakLength: Number.POSITIVE_INFINITY,
  } as const;
  const texts = [inspect(value), inspect(value, everything), String(value)];
  const causes = causesOf(value);
  for (const cause of causes) {
    texts.push(cause.message, cause.stack ?? '', String(cause), inspect(cause, everything));
  }
  for (const json of [value, ...causes]) texts.push(toJson(json));
  return texts;
}

/** An error and everything that led to it. */
function causesOf(value: unknown): Error[] {
  const found: Error[] = [];
  const rest = [value];
  while (rest.length > 0 && found.length < 100) {
    const next = rest.pop();
    if (!(next instanceof Error) || found.includes(next)) continue;
    found.push(next);
    rest.push(next.cause, ...(next instanceof AggregateError ? next.errors : []));
  }
  return found;
}

/** What cannot become JSON shows nothing there. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

/** A secret as it is, and as it looks in base64 (wherever in a longer text it began), in a URL, in JSON and in hexadecimal digits. */
function formsOf(secret: string): Map<string, string> {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const percent = encodeURIComponent(secret);
  const forms = new Map([
    ['plain', secret],
    ['percent-encoded', percent],
    [
      'percent-encoded in lower case',
      percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ],
    ['form-encoded', new URLSearchParams({ '': secret }).toString().slice(1)],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['hexadecimal', hex],
    ['bytes', hex.replace(/..(?=.)/g, '$& ')],
  ]);
  for (const before of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    // The ends share digits with what stands beside.
    const inner = shifted.replace(/=+$/, '').slice(before === 0 ? 0 : before + 1, -1);
    forms.set(`base64 at ${before}`, inner);
    forms.set(`base64url at ${before}`, inner.replaceAll('+', '-').replaceAll('/', '_'));
    forms.set(`percent-encoded base64 at ${before}`, encodeURIComponent(inner));
  }
  return forms;
}
