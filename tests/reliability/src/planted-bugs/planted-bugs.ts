import type { PlantedBug } from './planted-bug.js';

const CREATION = 'core/dist/creation';

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'no second look-up',
    file: `${CREATION}/launching.js`,
    text: 'if (!this.#racesMatter())\n            return [];',
    by: 'return [];',
    cloud: 'digitalocean',
    seed: 3,
  },
  {
    name: 'the highest wins instead of the lowest',
    file: `${CREATION}/order-instances.js`,
    text: 'launchTime(a) - launchTime(b) ||',
    by: 'launchTime(b) - launchTime(a) ||',
    cloud: 'digitalocean',
  },
  {
    name: 'what crashed calls left beside an adopted machine stays',
    file: `${CREATION}/adoption.js`,
    text: 'this.#rivals()',
    by: '[]',
    cloud: 'digitalocean',
  },
  {
    name: 'a machine that has ended is returned by its maker',
    file: `${CREATION}/launching.js`,
    text: 'shown === undefined && ',
    by: 'shown === null && ',
    cloud: 'digitalocean',
  },
  {
    name: 'a name that is taken by a machine of no more use is waited for',
    file: `${CREATION}/instance-requests.js`,
    text: 'this.#context.living(found)',
    by: 'this.#context.usable(found)',
    cloud: 'hetzner',
  },
  {
    name: 'no release after an abort',
    file: `${CREATION}/launching.js`,
    text: 'throw await this.#endAfter(error);',
    by: 'throw error;',
    cloud: 'hetzner',
    seed: 2,
  },
  {
    name: 'a release that failed is taken for done',
    file: `${CREATION}/release-instance.js`,
    text: "return error ?? new Error('The deletion failed for no reason.');",
    by: 'return undefined;',
    cloud: 'hetzner',
  },
  {
    name: 'a stopped or expired machine is adopted',
    file: `${CREATION}/is-usable.js`,
    text: 'return lives &&',
    by: "return state !== 'terminated' ||",
    cloud: 'hetzner',
    seed: 3,
  },
  {
    name: 'another type is tried after a lost answer',
    file: `${CREATION}/instance-requests.js`,
    text: 'if (error instanceof CapacityUnavailableError)',
    by: "if (error.code === 'capacity_unavailable' || error.code === 'network_failure')",
    cloud: 'digitalocean',
  },
  {
    name: 'no look-up after a lost answer',
    file: `${CREATION}/instance-requests.js`,
    text: 'if (!isLost(error))',
    by: 'if (isLost(error) !== undefined)',
    cloud: 'digitalocean',
  },
  {
    name: 'a look-up that stops before the end of the window',
    file: `${CREATION}/look-up.js`,
    text: 'if (!failed && startedAt >= until)',
    by: 'if (!failed)',
    cloud: 'digitalocean',
  },
  {
    name: 'a request that timed out is taken for refused when another call has made a machine',
    file: `${CREATION}/instance-requests.js`,
    text: 'this.#context.mayStillLaunch = true;',
    by: ';',
    cloud: 'digitalocean',
  },
  {
    name: 'a machine of another spec is taken for the own one',
    file: `${CREATION}/instance-requests.js`,
    text: 'instance.specHash === spec.specHash &&',
    by: '',
    cloud: 'digitalocean',
  },
  {
    name: 'an adopted machine is deleted on abort',
    file: `${CREATION}/creation.js`,
    text: 'const adopted = await new Adoption(this.#context, holder, found).run();',
    by: `const { cloud, operation } = this.#context;
        const adopted = await new Adoption(this.#context, holder, found).run().catch(async (error) => {
            await cloud.endInstance(holder.instanceId, { operation });
            throw error;
        });`,
    cloud: 'hetzner',
    seed: 1,
  },
  {
    name: 'the mark of a maker that gives its machine up is not heeded',
    file: `${CREATION}/adoption.js`,
    text: '!wait.reachable.abandoned)',
    by: 'wait.reachable)',
    cloud: 'digitalocean',
  },
  {
    name: 'the mark of an adopter is not heeded',
    file: `${CREATION}/abandon-instance.js`,
    text: 'const { adopted = false } =',
    by: 'const adopted = false; const _ =',
    cloud: 'digitalocean',
  },
  {
    name: 'specs are not compared',
    file: `${CREATION}/refuse-other-spec.js`,
    text: 'if (specHash === wanted)',
    by: 'if (wanted)',
    cloud: 'hetzner',
  },
  {
    name: 'the generation is not raised',
    file: 'provider-aws/dist/launching/generations.js',
    text: 'this.#next.set(name, Math.max(generation + 1, this.#next.get(name) ?? 0));',
    by: 'this.#next.set(name, 0);',
    cloud: 'aws',
  },
];
