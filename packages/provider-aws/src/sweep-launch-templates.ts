import { StagelyError, type SweepResult, type SweptResource } from '@stagely/core';
import type { Call } from '@stagely/core/plugin';
import type { LaunchTemplates } from './spot/launch-templates.js';

/** No creation needs its template for longer, in milliseconds: all that happens to one has time limits. */
const IN_USE_FOR = 900_000;

export interface SweepOptions {
  readonly templates: LaunchTemplates;
  readonly regions: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Removes the launch templates that spot creations have left behind, of every region. */
export async function sweepLaunchTemplates(
  { templates, regions, now }: SweepOptions,
  { operation, signal }: Call,
): Promise<SweepResult> {
  const removed: SweptResource[] = [];
  const failed: (SweptResource & { readonly error: Error })[] = [];
  const note = (resource: SweptResource, error: unknown) => {
    if (signal?.aborted || !(error instanceof StagelyError)) throw error;
    failed.push({ ...resource, error });
  };
  for (const region of regions) {
    const to = { region, operation, signal };
    try {
      for await (const { id, createdAt } of templates.list(to)) {
        if (createdAt === undefined || createdAt.getTime() > now - IN_USE_FOR) continue;
        const resource = { kind: 'launch template', id: `${region}/${id}` };
        try {
          await templates.removeById(id, to);
          removed.push(resource);
        } catch (error) {
          note(resource, error);
        }
      }
    } catch (error) {
      note({ kind: 'launch templates of a region', id: region }, error);
    }
  }
  return { removed, failed };
}
