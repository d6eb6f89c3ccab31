import type { CloudDescription } from '../clouds/cloud-description.js';

export const mock: CloudDescription = {
  type: 'mock',
  credentialFields: [],
  regionField: 'region',
  otherRegions: ['mock-2'],
  unknownRegion: 'mock-9',
  unknownInstanceId: 'mock-999999',
  malformedInstanceId: 'nonsense',
  userDataMaxBytes: 16_384,
  arm64: true,
  spot: false,
  visibilityWindowMs: 0,
  acceptsAnyCredentials: true,
  quickSettings: {},
};
