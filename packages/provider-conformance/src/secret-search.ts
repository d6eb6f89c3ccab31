/** A part of a secret this long is taken for the secret: clouds and clients cut off what they print. */
const WINDOW = 16;

/** Finds secrets in texts: as they are and in the encodings that requests put them in. */
export class SecretSearch {
  readonly #parts = new Map<string, string>();

  /** Adds a secret, and the name by which findings tell of it. */
  add(name: string, secret: string): void {
    for (const form of secretForms(secret)) {
      const window = Math.min(WINDOW, form.length);
      for (let start = 0; start + window <= form.length; start++) {
        this.#parts.set(form.slice(start, start + window), name);
      }
    }
  }

  /** The name of a secret that the text shows; `undefined` when it shows none. */
  find(text: string): string | undefined {
    for (const [part, name] of this.#parts) if (text.includes(part)) return name;
    return undefined;
  }
}

function secretForms(secret: string): Set<string> {
  const bytes = Buffer.from(secret);
  return new Set([
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    ...base64Forms(bytes),
  ]);
}

/** Base64 with the secret at each of the three places within a group, as in `user:secret`. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor((padded.length * 8) / 6);
    const text = padded.toString('base64').slice(start, end);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
