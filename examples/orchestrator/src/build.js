/**
 * @import { Clock, CreatedInstance } from '@stagely/core'
 * @import { Job } from './database.js'
 */

/**
 * Builds a job on a machine, and rejects when the signal is aborted.
 *
 * @typedef {(job: Job, machine: CreatedInstance, signal: AbortSignal) => Promise<void>} Build
 */

/**
 * THIS IS WHERE THE WORK GOES: connect to `machine.publicIp` by ssh, or wait for an agent that `userData` has
 * installed to report, and stop when the signal is aborted. It may run twice on one machine when a process before this
 * one has crashed (`machine.reused`). Here nothing is built; it just takes its time.
 *
 * @param {{ clock: Clock, durationMs: number }} options
 * @returns {Build}
 */
export function simulatedBuild({ clock, durationMs }) {
  return (_job, _machine, signal) => clock.sleep(durationMs, signal);
}
