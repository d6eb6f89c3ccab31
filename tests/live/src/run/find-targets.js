import process from 'node:process';
import { clouds } from '../clouds/clouds.js';
import { findTarget } from '../target/find-target.js';

/** @import { LiveTarget } from '../target/live-target.js' */

/**
 * The clouds that there is an account for.
 *
 * @param {{ print: (line: string) => void }} output told of each cloud that is left out, and why
 */
export async function findTargets({ print }, env = process.env) {
  /** @type {LiveTarget[]} */
  const targets = [];
  for (const description of clouds) {
    const { target, missing } = await findTarget(description, { env });
    if (target === undefined) print(`${description.type}: left out, ${missing}`);
    else targets.push(target);
  }
  return targets;
}
