import type * as v from 'valibot';
import type { Ec2Action } from '../ec2-actions.js';
import type { Ec2Context } from '../ec2-types.js';
import { requestErrors } from '../errors/request-errors.js';
import { flag, optional, structure } from '../protocol/parameter-schemas.js';
import type { ParameterTree } from '../protocol/parameter-tree.js';
import { parseRequest } from '../protocol/parse-request.js';
import type { XmlFields } from '../protocol/render-xml.js';
import type { ResourceAction } from '../request-buckets.js';
import type { RegionState } from '../state/region-state.js';

/** Where an action acts. */
export interface OperationScope {
  readonly region: RegionState;
  readonly context: Ec2Context;
}

/** One action of EC2. */
export interface Operation {
  readonly action: Ec2Action;
  readonly request: v.GenericSchema & { readonly entries: v.ObjectEntries };
  /** What EC2 takes and the emulator does not, list numbers left out: `Placement.GroupName`. */
  readonly notEmulated: ReadonlySet<string>;
  /**
   * Checks the parameters and carries the action out.
   *
   * @throws ApiError for whatever is wrong, and DryRunOperation for a dry run that would succeed
   */
  perform(parameters: ParameterTree, scope: OperationScope): XmlFields;
}

/** How an action is defined. */
export interface OperationDefinition<Entries extends v.ObjectEntries> {
  action: Ec2Action;
  /** Every parameter but `DryRun`, which all actions have. */
  parameters: Entries;
  notEmulated?: readonly string[];
  /** How many instances a request touches, for the buckets that count them. */
  countResources?: {
    action: ResourceAction;
    of(request: v.InferOutput<v.StrictObjectSchema<Entries, undefined>>): number;
  };
  /**
   * Checks everything that can be checked without an effect, and gives back what has the effect and
   * answers; a dry run stops between the two.
   *
   * @throws ApiError
   */
  prepare(
    request: v.InferOutput<v.StrictObjectSchema<Entries, undefined>>,
    scope: OperationScope,
  ): () => XmlFields;
}

export function defineOperation<const Entries extends v.ObjectEntries>(
  definition: OperationDefinition<Entries>,
): Operation {
  const { action, parameters, notEmulated = [], countResources, prepare } = definition;
  const own = structure(parameters);
  const request = structure({ ...parameters, DryRun: optional(flag) });
  const unknown = new Set(notEmulated);
  return {
    action,
    request,
    notEmulated: unknown,
    perform(tree, scope) {
      const { DryRun: dryRun, ...rest } = tree;
      const isDryRun =
        dryRun !== undefined && parseRequest(flagOnly, { DryRun: dryRun }, unknown).DryRun;
      const parsed = parseRequest(own, rest, unknown);
      if (countResources) {
        const { rateLimiter } = scope.context;
        const bucket = `${countResources.action}.resources` as const;
        const amount = countResources.of(parsed);
        const { allowed } = rateLimiter.take(bucket, scope.region.region.name, amount);
        if (!allowed) throw requestErrors.requestLimitExceeded();
      }
      const carryOut = prepare(parsed, scope);
      if (isDryRun) throw requestErrors.dryRunOperation();
      return carryOut();
    },
  };
}

const flagOnly = structure({ DryRun: flag });
