import type { ProviderWarning } from '@stagely/core';
import type { ManagedInstance } from '@stagely/core/plugin';
import { imageCandidates, serverTypeCandidates } from '../catalogue/candidates.js';
import { findOffer, type ServerTypeOffer } from '../catalogue/find-offer.js';
import type { HetznerServerType } from '../client/resources/server-type.js';
import type { HetznerSpec } from '../parse-hetzner-spec.js';

export interface WarningContext {
  /** The server type of the machine, as far as it is known. */
  readonly serverType: HetznerServerType | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What the caller of a spec should know of the machine that answers it. */
export function warningsFor(
  spec: HetznerSpec,
  instance: Pick<ManagedInstance, 'instanceType' | 'region'>,
  { serverType, now }: WarningContext,
): ProviderWarning[] {
  const { size, architecture, spotInstance, options } = spec;
  const { instanceType, region } = instance;
  const imageName = readImageName(instance);
  const offer = serverType && findOffer(serverType, region, now);
  const [firstType] = serverTypeCandidates[architecture][size];
  const [firstImage] = imageCandidates;
  const warnings: ProviderWarning[] = [];
  if (spotInstance) {
    const message = 'Hetzner has no spot machines; an ordinary one is used.';
    warnings.push({ code: 'no_spot', message });
  }
  if (options.instanceType === undefined && instanceType !== firstType) {
    warnings.push({
      code: 'other_instance_type',
      message: `${instanceType} is used in the place of ${firstType}, which ${region} does not have now${printPrice(offer)}.`,
    });
  }
  if (offer?.unavailableAfter !== undefined) {
    const day = offer.unavailableAfter.toISOString().slice(0, 10);
    warnings.push({
      code: 'deprecated_instance_type',
      message: `${instanceType} is deprecated: ${region} has it until ${day}.`,
    });
  }
  if (options.image === undefined && imageName !== undefined && imageName !== firstImage) {
    warnings.push({
      code: 'other_image',
      message: `The machine is made from ${imageName}, because Hetzner has no ${firstImage}.`,
    });
  }
  return warnings;
}

function printPrice(offer: ServerTypeOffer | undefined): string {
  const price = offer?.hourlyPrice;
  return price === undefined
    ? ''
    : `; it costs ${price} an hour, without VAT and in the currency of the account`;
}

/** What `toManagedInstance` notes beside what every cloud has. */
function readImageName(instance: object): string | undefined {
  const named = 'imageName' in instance ? instance.imageName : undefined;
  return typeof named === 'string' ? named : undefined;
}
