const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Where one thing ends that is printed, and another begins: the same ones come again and again. */
const BREAK = /\n|\\n|\[redacted\]| \| /;

/** The pieces of a text, once each and without space, and what they say to somebody who takes the escapes of URLs, JSON and HTML for what they mean. */
export function readEscapes(text: string): string {
  const readings = new Set<string>();
  for (const piece of new Set(text.split(BREAK))) {
    const once = readOnce(piece);
    const twice = readOnce(once);
    for (const reading of [piece, once, twice]) readings.add(reading.replace(/\s+/g, ''));
  }
  return [...readings].join('\n');
}

/** What a text says with its escapes taken once for what they mean. */
export function readOnce(text: string): string {
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
      try {
        return decodeURIComponent(codes);
      } catch {
        return codes;
      }
    })
    .replace(/\\u([0-9a-f]{4})|&#x([0-9a-f]{1,5});/gi, (_, json: string, html: string) =>
      String.fromCodePoint(Number.parseInt(json ?? html, 16)),
    )
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => NAMED[name] ?? '')
    .replace(/\\([nt"'/\\])/g, (_, letter: string) =>
      letter === 'n' || letter === 't' ? ' ' : letter,
    );
}
