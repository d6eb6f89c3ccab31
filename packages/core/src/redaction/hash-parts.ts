const BASE = 0x01000193;

/** The hash of every part of `length` characters, by where it starts; each is made from the one before. */
export function hashParts(text: string, length: number): Int32Array {
  const hashes = new Int32Array(Math.max(0, text.length - length + 1));
  let weight = 1;
  for (let index = 1; index < length; index++) weight = Math.imul(weight, BASE);
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    const gone = index < length ? 0 : text.charCodeAt(index - length);
    hash = (Math.imul(hash - Math.imul(gone, weight), BASE) + text.charCodeAt(index)) | 0;
    if (index >= length - 1) hashes[index - length + 1] = hash;
  }
  return hashes;
}
