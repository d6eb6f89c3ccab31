/** A key that the emulator accepts. All keys belong to one account. */
export interface Ec2Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary credentials: requests must carry it too. */
  readonly sessionToken?: string | undefined;
  /** From then on requests are answered RequestExpired. Default: never. */
  readonly expiresAt?: Date | undefined;
}

/** What is accepted unless the options say otherwise; the documentation of AWS uses the same key. */
export const EC2_TEST_CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const satisfies Ec2Credentials;
