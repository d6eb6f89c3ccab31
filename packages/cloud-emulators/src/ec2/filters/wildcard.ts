/** Whether a text contains wildcards, or escapes of them. */
export function hasWildcard(pattern: string): boolean {
  return /[*?\\]/.test(pattern);
}

/**
 * Whether a text fits a pattern as filters have them: `*` for any characters, `?` for one, `\` before either
 * for itself. Takes time in proportion to the product of both lengths at most.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const parts = parse(pattern);
  let part = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const current = parts[part];
    if (current === 'any') {
      star = part++;
      starAt = at;
    } else if (current !== undefined && (current === 'one' || current.character === text[at])) {
      part += 1;
      at += 1;
    } else if (star >= 0) {
      part = star + 1;
      at = ++starAt;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === 'any');
}

type PatternPart = 'any' | 'one' | { readonly character: string };

function parse(pattern: string): PatternPart[] {
  return Array.from(pattern.matchAll(/\\[*?\\]|[\s\S]/g), ([token]) => {
    if (token === '*') return 'any';
    if (token === '?') return 'one';
    return { character: token.length === 2 ? (token[1] ?? '') : token };
  });
}
