import { describe, expect, it } from 'vitest';
import type { AwsInstance } from '../instances/aws-instance.js';
import { Generations } from './generations.js';

const key = { region: 'eu-west-1', idempotencyKeyHash: '0'.repeat(32) };

function instance(fields: Partial<AwsInstance>): AwsInstance {
  return {
    instanceId: 'eu-west-1/i-0123456789abcdef0',
    ec2Id: 'i-0123456789abcdef0',
    region: 'eu-west-1',
    instanceType: 't3.small',
    architecture: 'amd64',
    spotInstance: false,
    state: 'running',
    ready: true,
    managed: true,
    tags: {},
    ...fields,
  };
}

describe('the generation of a key', () => {
  it('goes up with every one that is found used', () => {
    const generations = new Generations(() => 0);
    expect([0, 1, 2].map((taken) => generations.choose(key, taken))).toEqual([0, 1, 2]);
  });

  it('begins after those that are known to be used up', () => {
    const generations = new Generations(() => 0);
    generations.useUp(key, 4);
    generations.useUp(key, 2);
    expect([0, 1].map((taken) => generations.choose(key, taken))).toEqual([5, 5]);
    expect(generations.choose({ ...key, region: 'eu-west-2' }, 0)).toBe(0);
  });

  it('is taken by chance when too many are found used, another one each time', () => {
    const generations = new Generations(() => 0.5);
    const chosen = [4, 5, 6].map((taken) => generations.choose(key, taken));
    expect(chosen.every((generation) => generation > 1_000_000)).toBe(true);
    expect(new Set(chosen).size).toBe(3);
  });

  it('is never lower than how many are found used', () => {
    const generations = new Generations(() => 0);
    expect([3, 4, 5, 6].map((taken) => generations.choose(key, taken))).toEqual([3, 4, 5, 6]);
  });

  it('begins after those of machines that have ended', () => {
    const generations = new Generations(() => 0);
    generations.observe(key, [
      instance({ state: 'running', generation: 7 }),
      instance({ state: 'terminated', generation: 1 }),
      instance({ state: 'terminated' }),
    ]);
    expect(generations.choose(key, 0)).toBe(2);
  });

  it('begins after that of a machine that was launched here and has ended', () => {
    const generations = new Generations(() => 0);
    expect(generations.knows('eu-west-1/i-1')).toBe(false);
    generations.remember('eu-west-1/i-1', key, 0);
    expect(generations.knows('eu-west-1/i-1')).toBe(true);
    expect(generations.choose(key, 0)).toBe(0);
    generations.end('eu-west-1/i-2');
    expect(generations.choose(key, 0)).toBe(0);
    generations.end('eu-west-1/i-1');
    expect(generations.choose(key, 0)).toBe(1);
  });
});
