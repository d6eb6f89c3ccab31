/**
 * @import { Clock, CloudProvider } from '@stagely/core'
 * @import { Build } from './build.js'
 */

/**
 * What a job is run with.
 *
 * @typedef {object} Workplace
 * @property {CloudProvider} provider
 * @property {Build} build
 * @property {Clock} clock
 * @property {number} leaseMs how long a machine may live without a sign of life from us, in milliseconds
 * @property {AbortSignal} signal aborted when this process is to end
 * @property {(line: string) => void} print
 */
export {};
