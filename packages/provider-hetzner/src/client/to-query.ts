/** Writes `{ labelSelector: 'a=b', perPage: 50 }` as the API reads it: `label_selector=a%3Db&per_page=50`. */
export function toQuery(parameters: object = {}): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    for (const single of Array.isArray(value) ? value : [value]) {
      query.append(toSnakeCase(name), String(single));
    }
  }
  return query;
}

/** `includeDeprecated` is `include_deprecated`; what is in snake case already stays as it is. */
function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
