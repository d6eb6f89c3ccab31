/** @import { CloudDescription } from './cloud-description.js' */

/** @type {CloudDescription} */
export const digitalocean = {
  type: 'digitalocean',
  credentialFields: ['api_token', 'region'],
  regionField: 'region',
  otherRegions: ['nyc3', 'fra1'],
  unknownRegion: 'xyz9',
  unknownInstanceId: '4294967291',
  malformedInstanceId: 'not-a-number',
  userDataMaxBytes: 65_536,
  arm64: 'emulated',
  spot: false,
  visibilityWindowMs: 10_000,
  quickSettings: { pollIntervalMs: 5, visibilityWindowMs: 0 },
};
