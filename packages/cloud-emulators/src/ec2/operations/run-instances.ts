import type { Ec2Context } from '../ec2-types.js';
import { launchErrors } from '../errors/launch-errors.js';
import { requestErrors } from '../errors/request-errors.js';
import { type Instance, phaseOf } from '../instances/instance.js';
import { checkTemplateReference } from '../launching/check-template-reference.js';
import { launchInstances } from '../launching/launch-instances.js';
import {
  type LaunchParameters,
  launchParameters,
  launchParametersNotEmulated,
} from '../launching/launch-parameters.js';
import { mergeLaunchParameters } from '../launching/merge-launch-parameters.js';
import { planLaunch } from '../launching/plan-launch.js';
import { templateTags } from '../launching/template-tags.js';
import { integer, nonEmptyText, optional, structure, text } from '../protocol/parameter-schemas.js';
import type { XmlFields } from '../protocol/render-xml.js';
import { checkClientToken } from '../state/check-client-token.js';
import type { RegionState } from '../state/region-state.js';
import { fingerprintOf } from '../state/request-fingerprint.js';
import { renderReservation } from '../wire/render-instance.js';
import { defineOperation } from './operation.js';

export const runInstances = defineOperation({
  action: 'RunInstances',
  parameters: {
    ...launchParameters,
    ClientToken: optional(text),
    LaunchTemplate: optional(
      structure({
        LaunchTemplateId: optional(nonEmptyText),
        LaunchTemplateName: optional(nonEmptyText),
        Version: optional(nonEmptyText),
      }),
    ),
    MaxCount: integer(1, 100_000),
    MinCount: integer(1, 100_000),
    SubnetId: optional(nonEmptyText),
  },
  notEmulated: [
    ...launchParametersNotEmulated,
    'AdditionalInfo',
    'EnablePrimaryIpv6',
    'Ipv6Address',
    'Ipv6AddressCount',
    'PrivateIpAddress',
    'RamdiskId',
  ],
  countResources: { action: 'RunInstances', of: ({ MaxCount }) => MaxCount },
  prepare({ ClientToken: clientToken = '', ...request }, { region, context }) {
    const { MinCount: minimum, MaxCount: maximum } = request;
    if (minimum > maximum) {
      throw requestErrors.invalidParameterValue(
        `Value (${minimum}) for parameter minCount is invalid. It must not exceed maxCount (${maximum}).`,
      );
    }
    checkClientToken(clientToken);
    const token = zonalToken(clientToken, request, region);
    const fingerprint = fingerprintOf(request);
    const used = clientToken === '' ? undefined : region.launchTokens.find(token, fingerprint);
    if (used?.result) {
      const again = used.result;
      return () => describeAgain(again, context);
    }
    const { LaunchTemplate: reference, MinCount, MaxCount, ...own } = request;
    const template = reference && resolveTemplate(reference, region, context);
    const merged = template ? mergeLaunchParameters(template.parameters, own) : own;
    if (merged.TagSpecification?.length) context.permissions.require('CreateTags');
    const plan = planLaunch(merged, { region, denySsm: denySsm(context) });
    return () => {
      const bind = (result: readonly Instance[] | undefined) => {
        if (clientToken !== '') region.launchTokens.bind(token, fingerprint, result);
      };
      if (context.bindsTokensOfFailedLaunches) bind(undefined);
      const launched = launchInstances(
        {
          plan,
          minimum,
          maximum,
          clientToken,
          terminationProtected: merged.DisableApiTermination ?? false,
          ownTags: template ? templateTags(template) : new Map(),
        },
        region,
        context,
      );
      bind(launched);
      return renderLaunch(launched, context);
    };
  },
});

/** A token counts in its Region; when a request names a subnet or a zone, in that zone alone. */
function zonalToken(token: string, request: LaunchParameters, region: RegionState): string {
  const subnetId = request.NetworkInterface?.[0]?.SubnetId ?? request.SubnetId;
  const placement = request.Placement;
  const asked = placement?.AvailabilityZone ?? placement?.AvailabilityZoneId;
  const zone =
    subnetId === undefined
      ? asked && region.zone(asked)?.name
      : region.network.subnet(subnetId)?.zone.name;
  return zone === undefined ? token : `${zone} ${token}`;
}

function resolveTemplate(
  reference: Parameters<typeof checkTemplateReference>[0],
  { launchTemplates }: RegionState,
  { consistency }: Ec2Context,
) {
  checkTemplateReference(reference);
  return launchTemplates.resolve(reference, consistency.readTime('get'));
}

function denySsm({ permissions }: Ec2Context) {
  return permissions.allows('ssm:GetParameters')
    ? undefined
    : () => requestErrors.unauthorizedOperation('ssm:GetParameters');
}

function describeAgain(launched: readonly Instance[], context: Ec2Context): XmlFields {
  const now = context.clock.now();
  if (launched.every((instance) => phaseOf(instance, now).state === 'terminated')) {
    throw launchErrors.idempotentInstanceTerminated();
  }
  return renderLaunch(launched, context);
}

function renderLaunch(launched: readonly Instance[], { clock }: Ec2Context): XmlFields {
  return renderReservation(launched[0]?.reservationId ?? '', launched, clock.now());
}
