import PQueue from 'p-queue';
import { decide } from './decide.js';
import { placesFor } from './places.js';
import { runJob } from './run-job.js';

/**
 * @import { Database, Job, Tenant } from './database.js'
 * @import { Workplace } from './workplace.js'
 */

/** After so many failures that could have gone away, a job is given up. */
const MAX_ATTEMPTS = 5;

/** How long to wait before a job is tried again, and for somebody's machine to end, in milliseconds. */
const PAUSE = 30_000;

/** The jobs of one tenant, so many at a time. */
export class TenantQueue {
  #tenant;
  #database;
  #workplace;
  #queue;
  /** @type {Map<string, number>} */
  #notBefore = new Map();
  #idle = new AbortController();

  /**
   * @param {Tenant} tenant
   * @param {{ database: Database, workplace: Workplace, concurrency: number }} options
   */
  constructor(tenant, { database, workplace, concurrency }) {
    this.#tenant = tenant;
    this.#database = database;
    this.#workplace = workplace;
    this.#queue = new PQueue({ concurrency });
  }

  /** Runs all jobs that are not finished; those that a crash has interrupted come first, because they have machines. */
  async run() {
    const jobs = this.#database.jobs.filter(({ tenant }) => tenant === this.#tenant.id);
    for (const state of ['running', 'waiting']) {
      for (const job of jobs.filter((each) => each.state === state)) this.#add(job.id);
    }
    await this.#queue.onIdle();
    this.#idle.abort();
  }

  /** @param {string} id */
  #add(id) {
    if (this.#workplace.signal.aborted || this.#tenant.stopped !== undefined) return;
    void this.#queue.add(() => this.#perform(id));
  }

  /** @param {string} id */
  async #perform(id) {
    const { clock, signal, print } = this.#workplace;
    await clock.sleep((this.#notBefore.get(id) ?? 0) - clock.now(), signal).catch(() => undefined);
    const job = this.#database.jobs.find((each) => each.id === id);
    if (job === undefined || signal.aborted || this.#tenant.stopped !== undefined) return;
    this.#database.changeJob(id, { state: 'running' });
    try {
      await runJob(job, this.#tenant, this.#workplace);
      this.#database.changeJob(id, { state: 'done', problem: undefined });
      print(`${id}: done`);
    } catch (error) {
      if (signal.aborted) {
        this.#database.changeJob(id, { state: 'waiting' });
        print(`${id}: back in the queue`);
      } else this.#act(job, error);
      if (decide(error) === 'wait-for-quota') return;
    }
    // There may be room for another machine now.
    this.#queue.start();
  }

  /**
   * @param {Job} job
   * @param {unknown} error
   */
  #act(job, error) {
    const { print } = this.#workplace;
    const problem = error instanceof Error ? error.message : String(error);
    const decision = decide(error);
    print(`${job.id}: ${problem} (${decision})`);
    switch (decision) {
      case 'fail':
        return this.#database.changeJob(job.id, { state: 'failed', problem });
      case 'stop-tenant':
        return this.#stop(job, problem);
      case 'wait-for-quota':
        this.#pause();
        return this.#putBack(job, { problem });
      case 'next-place': {
        const place = job.place + 1;
        if (place === placesFor(job, this.#tenant).length) {
          return this.#tryLater(job, { problem, place: 0 });
        }
        return this.#putBack(job, { problem, place });
      }
      case 'again':
        // In the same place, so with the same key: it finds the machine that nobody knows of, if there is one.
        return this.#tryLater(job, { problem });
    }
  }

  /**
   * @param {Job} job
   * @param {Partial<Job>} changes
   */
  #putBack({ id }, changes) {
    this.#database.changeJob(id, { state: 'waiting', ...changes });
    this.#add(id);
  }

  /**
   * @param {Job} job
   * @param {Partial<Job>} changes
   */
  #tryLater(job, changes) {
    const attempts = job.attempts + 1;
    if (attempts === MAX_ATTEMPTS) {
      return this.#database.changeJob(job.id, { state: 'failed', attempts, ...changes });
    }
    this.#notBefore.set(job.id, this.#workplace.clock.now() + PAUSE * attempts);
    this.#putBack(job, { attempts, ...changes });
  }

  /** No machine is asked for until one has ended, or some time has passed: other programs may use the account too. */
  #pause() {
    const { clock, signal } = this.#workplace;
    this.#queue.pause();
    void clock
      .sleep(PAUSE, AbortSignal.any([signal, this.#idle.signal]))
      .catch(() => undefined)
      .then(() => this.#queue.start());
  }

  /**
   * Its jobs stay in the queue of the database, for when somebody has mended the tenant.
   *
   * @param {Job} job
   * @param {string} problem
   */
  #stop(job, problem) {
    this.#database.changeJob(job.id, { state: 'waiting', problem });
    this.#tenant = { ...this.#tenant, stopped: problem };
    this.#database.saveTenant(this.#tenant);
  }
}
