/** The name of the machine with a key: a host name, the same for the same key, so that Hetzner refuses a second one. */
export function toServerName(idempotencyKeyHash: string): string {
  return `stagely-${idempotencyKeyHash}`;
}

/**
 * The name of a machine that its maker is about to end. The mark is a name because labels are replaced as a whole: of
 * two marks that are set at once as labels, one would be lost.
 */
export function toAbandonedName(idempotencyKeyHash: string, id: number): string {
  return `${toServerName(idempotencyKeyHash)}-abandoned-${id}`;
}

/** The name of a machine that stays after all, where another one has taken its name meanwhile. */
export function toKeptName(idempotencyKeyHash: string, id: number): string {
  return `${toServerName(idempotencyKeyHash)}-${id}`;
}

export function isAbandonedName(name: string): boolean {
  return /-abandoned-\d+$/.test(name);
}
