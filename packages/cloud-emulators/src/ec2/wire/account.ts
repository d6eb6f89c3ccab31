/** The number of the emulated account, the same that AWS's documentation uses. */
export const ACCOUNT_ID = '123456789012';
