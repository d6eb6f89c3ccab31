/** @import { CloudDescription } from './cloud-description.js' */

/** @type {CloudDescription} */
export const hetzner = {
  type: 'hetzner',
  credentialFields: ['api_token', 'location'],
  regionField: 'location',
  otherRegions: ['fsn1', 'nbg1'],
  unknownRegion: 'xyz9',
  unknownInstanceId: '4294967291',
  malformedInstanceId: 'not-a-number',
  userDataMaxBytes: 32_768,
  arm64: true,
  spot: false,
  visibilityWindowMs: 0,
  quickSettings: { pollIntervalMs: 5 },
};
