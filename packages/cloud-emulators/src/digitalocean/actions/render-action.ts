import { renderRegion } from '../catalogue/render-region.js';
import type { Inventory } from '../inventory.js';
import { renderTime } from '../requests/render-time.js';
import { type Action, isInProgress } from './action.js';

/** An action as it is at a time. */
export function renderAction(
  action: Action,
  asOf: number,
  { regions, sizes }: Pick<Inventory, 'regions' | 'sizes'>,
) {
  const region = regions.get(action.region);
  const inProgress = isInProgress(action, asOf);
  return {
    id: action.id,
    status: inProgress ? 'in-progress' : action.outcome,
    type: action.type,
    started_at: renderTime(action.startedAt),
    completed_at: inProgress ? null : renderTime(action.endsAt),
    resource_id: action.dropletId,
    resource_type: 'droplet',
    ...(region && { region: renderRegion(region, sizes) }),
    region_slug: action.region,
  };
}
