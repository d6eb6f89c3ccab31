/** What an error says, or whatever was thrown, even where that cannot be read. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return 'what was thrown cannot be read.';
  }
}
