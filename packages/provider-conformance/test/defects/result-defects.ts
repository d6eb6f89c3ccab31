import type { CallOptions, InstanceSpec } from '@stagely/core';
import type { Operation } from '@stagely/core/plugin';
import { HonestProvider } from '../honest-provider.js';
import type { Launch, ShownMachine } from '../tiny-client.js';
import type { TinySpec } from '../tiny-creation.js';
import type { Defect } from './defect.js';

export const resultDefects: readonly Defect[] = [
  {
    name: 'fills the result from the spec',
    about: 'the result says what was really made',
    Provider: class extends HonestProvider {
      protected override toCreated(machine: ShownMachine, spec: TinySpec, reused: boolean) {
        return { ...super.toCreated(machine, spec, reused), instanceType: spec.size };
      }
    },
  },
  {
    name: 'makes every machine in one region',
    about: 'a machine is made in the region that the spec names',
    also: ['a filter by region lets through the machines in that region'],
    Provider: class extends HonestProvider {
      protected override requestLaunch(launch: Launch, operation: Operation) {
        const region = launch.region === 'south' ? 'north' : launch.region;
        return super.requestLaunch({ ...launch, region }, operation);
      }
    },
  },
  {
    name: 'writes its defaults into the spec that it is given',
    about: 'the spec that was given is left as it is',
    Provider: class extends HonestProvider {
      override async createInstance(spec: InstanceSpec, options?: CallOptions) {
        const created = await super.createInstance(spec, options);
        spec.region ??= created.region;
        return created;
      }
    },
  },
  {
    name: 'warns of missing spot machines with a code of its own',
    about: 'spot machines are made, or their absence is told of',
    also: ['warnings have a code of the contract and a message'],
    Provider: class extends HonestProvider {
      protected override warningsFor(machine: ShownMachine, spec: TinySpec) {
        return super
          .warningsFor(machine, spec)
          .map((warning) => JSON.parse(JSON.stringify(warning).replace('no_spot', 'spotless')));
      }
    },
  },
  {
    name: 'does not say that spot machines are missing',
    about: 'spot machines are made, or their absence is told of',
    Provider: class extends HonestProvider {
      protected override warningsFor() {
        return [];
      }
    },
  },
  {
    name: 'warns where there is nothing to warn of',
    about: 'warnings have a code of the contract and a message',
    Provider: class extends HonestProvider {
      protected override warningsFor(machine: ShownMachine, spec: TinySpec) {
        return super.warningsFor(machine, { ...spec, spotInstance: true });
      }
    },
  },
  {
    name: 'says of emulated machines that they are arm64',
    about: 'arm64 machines are made, emulated with a warning, or refused',
    cloud: { arm64: 'emulated' },
    Provider: class extends HonestProvider {
      protected override toCreated(machine: ShownMachine, spec: TinySpec, reused: boolean) {
        return { ...super.toCreated(machine, spec, reused), architecture: spec.architecture };
      }
    },
  },
  {
    name: 'makes amd64 machines where it has no arm64',
    about: 'arm64 machines are made, emulated with a warning, or refused',
    cloud: { arm64: false },
    Provider: class extends HonestProvider {
      protected override async parseSpec(input: InstanceSpec) {
        const arm64 = input?.architecture === 'arm64';
        return super.parseSpec(arm64 ? { ...input, architecture: 'amd64' } : input);
      }
    },
  },
];
