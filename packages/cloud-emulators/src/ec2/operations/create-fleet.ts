import { checkFleetRequest } from '../fleets/check-fleet-request.js';
import { fleetParameters, fleetParametersNotEmulated } from '../fleets/fleet-request.js';
import { launchFleet, planFleet } from '../fleets/launch-fleet.js';
import { findCandidates } from '../fleets/plan-fleet.js';
import { checkClientToken } from '../state/check-client-token.js';
import { fingerprintOf } from '../state/request-fingerprint.js';
import { readTagSpecifications } from '../tags/tag-specifications.js';
import { renderFleet } from '../wire/render-fleet.js';
import { defineOperation } from './operation.js';

const taggable = ['fleet', 'instance', 'volume', 'network-interface'] as const;

/** Fleets of type instant: one attempt at launching, and then only instances. */
export const createFleet = defineOperation({
  action: 'CreateFleet',
  parameters: fleetParameters,
  notEmulated: fleetParametersNotEmulated,
  prepare({ ClientToken: clientToken = '', ...request }, scope) {
    const { region, context } = scope;
    checkClientToken(clientToken);
    const fingerprint = fingerprintOf(request);
    const used = clientToken === '' ? undefined : region.fleetTokens.find(clientToken, fingerprint);
    if (used?.result) {
      const again = used.result;
      return () => renderFleet(again);
    }
    checkFleetRequest(request);
    if (readTagSpecifications(request.TagSpecification, taggable).size > 0) {
      context.permissions.require('CreateTags');
    }
    const asOf = context.consistency.readTime('get');
    const plans = planFleet(request, findCandidates(request, region, asOf), scope);
    return () => {
      const fleet = launchFleet(request, plans, scope);
      region.fleets.push(fleet);
      const binds = fleet.instances.length > 0 || context.bindsTokensOfFailedLaunches;
      if (clientToken !== '' && binds) region.fleetTokens.bind(clientToken, fingerprint, fleet);
      return renderFleet(fleet);
    };
  },
});
