/** The number of the emulated account, the same that AWS's documentation uses. */
export const ACCOUNT_ID = '123456789012';

/** Who all the keys belong to. */
export const USER_ARN = `arn:aws:iam::${ACCOUNT_ID}:user/emulated`;
