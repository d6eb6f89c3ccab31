const name = /^[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?$/;
const dnsLabel = '[a-z0-9A-Z](?:[a-z0-9A-Z-]{0,61}[a-z0-9A-Z])?';
const prefix = new RegExp(`^${dnsLabel}(?:\\.${dnsLabel})*$`);

/** What is wrong with the key of a label; undefined when nothing is. */
export function checkLabelKey(key: string): string | undefined {
  const slash = key.indexOf('/');
  if (slash >= 0) {
    const domain = key.slice(0, slash);
    if (domain.length > 253 || !prefix.test(domain)) {
      return `label key '${key}' has a prefix that is no DNS subdomain`;
    }
    if (domain === 'hetzner.cloud') return `label key '${key}' has a reserved prefix`;
  }
  if (!name.test(key.slice(slash + 1))) return `label key '${key}' is not valid`;
  return undefined;
}

/** What is wrong with the value of a label; undefined when nothing is. */
export function checkLabelValue(value: string): string | undefined {
  return value === '' || name.test(value) ? undefined : `label value '${value}' is not valid`;
}
