import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** @import { Architecture, InstanceSize } from '@stagely/core' */

/**
 * Whose jobs we run, in whose account.
 *
 * @typedef {object} Tenant
 * @property {string} id
 * @property {string} provider `aws`, `digitalocean`, `hetzner`, `mock`
 * @property {string} credentials encrypted, and bound to this tenant
 * @property {string[]} regions where to build, the best first; empty for the credentials' own region
 * @property {string} [stopped] why nothing is done for the tenant until somebody has looked at it
 */

/**
 * Something to build.
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {string} tenant
 * @property {InstanceSize} size
 * @property {Architecture} architecture
 * @property {'waiting' | 'running' | 'done' | 'failed'} state
 * @property {number} place which of the tenant's places is tried; see places.js
 * @property {number} attempts how often it has failed for now
 * @property {string | undefined} [problem] what the last failure said
 */

/**
 * The least of a database: everything is in memory, and in a JSON file where one is named. A change is on the disk
 * before anything is done about it, and the file is replaced as a whole: a crash leaves the old one or the new one.
 */
export class Database {
  #file;
  /** @type {Map<string, Tenant>} */
  #tenants = new Map();
  /** @type {Map<string, Job>} */
  #jobs = new Map();

  /** @param {string} [file] */
  constructor(file) {
    this.#file = file;
    if (file === undefined || !existsSync(file)) return;
    /** @type {{ tenants: Tenant[], jobs: Job[] }} */
    const { tenants, jobs } = JSON.parse(readFileSync(file, 'utf8'));
    this.#tenants = new Map(tenants.map((tenant) => [tenant.id, tenant]));
    this.#jobs = new Map(jobs.map((job) => [job.id, job]));
  }

  get tenants() {
    return [...this.#tenants.values()];
  }

  get jobs() {
    return [...this.#jobs.values()];
  }

  /** @param {Tenant} tenant */
  saveTenant(tenant) {
    this.#tenants.set(tenant.id, tenant);
    this.#write();
  }

  /**
   * @param {string} id
   * @param {Partial<Job>} changes
   */
  changeJob(id, changes) {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new Error(`There is no job ${id}.`);
    this.saveJob({ ...job, ...changes });
  }

  /** @param {Job} job */
  saveJob(job) {
    this.#jobs.set(job.id, job);
    this.#write();
  }

  #write() {
    if (this.#file === undefined) return;
    const text = JSON.stringify({ tenants: this.tenants, jobs: this.jobs }, null, 2);
    writeFileSync(`${this.#file}.new`, `${text}\n`, { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}
