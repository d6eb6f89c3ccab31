import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Application, installApplication } from './application.js';
import {
  type EmulatedCloud,
  startAws,
  startDigitalOcean,
  startHetzner,
} from './emulated-clouds.js';
import { installedPackages } from './installed-packages.js';
import { type LoopbackRegistry, startLoopbackRegistry } from './loopback-registry.js';

const readApplication = (name: string) =>
  readFileSync(new URL(`../applications/${name}`, import.meta.url), 'utf8');

/** Packages that serve one cloud alone, clients of clouds above all, and what only tests of clouds need. */
const OF_ONE_CLOUD =
  /^(?:@stagely\/(?!core$)|@aws|@smithy\/|@digitalocean\/|ky$|hono$|@hono\/|hcloud)/;

const onlyOfOneCloud = (names: readonly string[]) =>
  names.filter((name) => OF_ONE_CLOUD.test(name));

const names = v.array(v.string());
const reportSchema = v.looseObject({
  packages: v.object({ beforeTheFirstCall: names, atTheEnd: names }),
  busy: names,
});

let registry: LoopbackRegistry;

beforeAll(async () => {
  registry = await startLoopbackRegistry([
    'packages/core',
    'packages/provider-aws',
    'packages/provider-digitalocean',
    'packages/provider-hetzner',
  ]);
});

afterAll(() => registry.close());

describe.each([
  { type: 'aws', packageManager: 'npm', start: startAws },
  { type: 'digitalocean', packageManager: 'npm', start: startDigitalOcean },
  { type: 'hetzner', packageManager: 'npm', start: startHetzner },
  { type: 'hetzner', packageManager: 'pnpm', start: startHetzner },
] as const)(
  'core and $type alone, installed by $packageManager',
  ({ type, packageManager, start }) => {
    let app: Application;
    let cloud: EmulatedCloud;
    let report: v.InferOutput<typeof reportSchema>;

    beforeAll(async () => {
      cloud = await start();
      app = await installApplication({
        packageManager,
        registryUrl: registry.url,
        dependencies: { '@stagely/core': '*', [`@stagely/provider-${type}`]: '*' },
        files: {
          'main.js': readApplication('use-cloud.js'),
          'report-loads.js': readApplication('report-loads.js'),
        },
      });
      const { credentials, settings } = cloud;
      const options = JSON.stringify({ type, credentials, settings });
      report = v.parse(reportSchema, JSON.parse(await app.run('main.js', options)));
    });

    afterAll(async () => {
      await app.remove();
      await cloud.close();
    });

    test('make, show and end a machine of the cloud at the endpoint that the application names', () => {
      expect(report).toMatchObject({
        name: type,
        created: { publicIp: expect.stringMatching(/^198\.18\./), reused: false },
        ready: true,
        listed: [expect.any(String)],
        left: [],
      });
      expect(cloud.readMeter()).toMatchObject({ machines: 1, alive: 0 });
    });

    test('bring nothing of another cloud', async () => {
      const installed = onlyOfOneCloud(await installedPackages(app.folder));
      expect(installed).toContain(`@stagely/provider-${type}`);
      const foreign = type === 'aws' ? /^(?!@aws|@smithy\/)/ : /^(?!ky$)/;
      const others = installed.filter((name) => foreign.test(name));
      expect(others).toEqual([`@stagely/provider-${type}`]);
    });

    test('load the client of the cloud when it is needed, and not before', () => {
      const { beforeTheFirstCall, atTheEnd } = report.packages;
      const client = type === 'aws' ? '@aws-sdk/client-ec2' : 'ky';
      expect(atTheEnd).toContain(client);
      expect(onlyOfOneCloud(beforeTheFirstCall)).toEqual(
        // ky is a few kilobytes.
        [`@stagely/provider-${type}`, type === 'aws' ? [] : client].flat(),
      );
    });

    test('keep no process alive after the last call', () => {
      // Standard input and output are pipes here.
      expect(report.busy.filter((resource) => resource !== 'PipeWrap')).toEqual([]);
    });
  },
);
