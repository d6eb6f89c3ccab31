/** The answer to what succeeds without anything to tell. */
export const noContent = (): Response => new Response(null, { status: 204 });
