/**
 * Hands out the host addresses of an IPv4 block in order, and begins anew after the last one, as clouds
 * use their addresses again.
 *
 * For public addresses take `198.18.0.0/15`, which is set aside for tests (RFC 2544), so that a client
 * that really connects reaches nobody.
 */
export class Ipv4Sequence {
  readonly #first: number;
  readonly #count: number;
  #handedOut = 0;

  /** @throws RangeError for a block that is not `a.b.c.d/n` with n from 8 to 30 */
  constructor(block: string) {
    const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block);
    const [a = 256, b = 256, c = 256, d = 256, prefix = 0] = parts?.slice(1).map(Number) ?? [];
    if (Math.max(a, b, c, d) > 255 || prefix < 8 || prefix > 30) {
      throw new RangeError(`"${block}" is no IPv4 block of the form 10.0.0.0/16 with /8 to /30.`);
    }
    const size = 2 ** (32 - prefix);
    const address = ((a * 256 + b) * 256 + c) * 256 + d;
    this.#first = address - (address % size) + 1;
    this.#count = size - 2;
  }

  next(): string {
    const address = this.#first + (this.#handedOut++ % this.#count);
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
  }
}
