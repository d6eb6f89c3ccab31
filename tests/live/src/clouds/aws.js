/** @import { CloudDescription } from './cloud-description.js' */

/** @type {CloudDescription} */
export const aws = {
  type: 'aws',
  credentialFields: ['access_key_id', 'secret_access_key', 'region'],
  regionField: 'region',
  otherRegions: ['us-west-2', 'us-east-1'],
  unknownRegion: 'eu-middle-7',
  unknownInstanceId: 'us-east-1/i-0123456789abcdef0',
  malformedInstanceId: 'i-nonsense',
  userDataMaxBytes: 16_384,
  arm64: true,
  spot: true,
  visibilityWindowMs: 10_000,
  quickSettings: { pollIntervalMs: 5, visibilityWindowMs: 0 },
};
