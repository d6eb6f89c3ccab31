import type { ConformanceHarness } from '@stagely/provider-conformance';
import type { LiveTarget } from './live-target.js';
import { refusedCredentials } from './refused-credentials.js';

/** What the conformance kit is told of a cloud. */
export function conformanceHarness(target: LiveTarget): ConformanceHarness {
  const { description, plugin, credentials, settings, pace } = target;
  const { regionField, otherRegions, unknownInstanceId, arm64, spot } = description;
  const region = String(credentials[regionField]);
  const other = otherRegions.filter((name) => name !== region).slice(0, 1);
  return {
    plugin,
    credentials,
    ...(description.acceptsAnyCredentials
      ? {}
      : { invalidCredentials: refusedCredentials(target) }),
    unknownInstanceId,
    settings,
    properties: {
      regions: [region, ...other],
      arm64,
      spot,
      visibilityWindowMs: Math.min(description.visibilityWindowMs, pace.settleMs),
    },
  };
}
