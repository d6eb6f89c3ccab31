import type { InstanceType } from '../catalogue/instance-types.js';
import type { XmlFields } from '../protocol/render-xml.js';

export function usageClassesOf({ currentGeneration }: InstanceType): string[] {
  return currentGeneration ? ['on-demand', 'spot'] : ['on-demand'];
}

export function renderInstanceType(type: InstanceType): XmlFields {
  const cores = type.vcpus / type.threadsPerCore;
  return {
    instanceType: type.name,
    currentGeneration: type.currentGeneration,
    freeTierEligible: type.name === 't2.micro' || type.name === 't3.micro',
    supportedUsageClasses: usageClassesOf(type),
    supportedRootDeviceTypes: ['ebs'],
    supportedVirtualizationTypes: ['hvm'],
    bareMetal: false,
    hypervisor: type.nitro ? 'nitro' : 'xen',
    processorInfo: {
      supportedArchitectures: [type.architecture],
      manufacturer: type.manufacturer,
    },
    vCpuInfo: {
      defaultVCpus: type.vcpus,
      defaultCores: cores,
      defaultThreadsPerCore: type.threadsPerCore,
    },
    memoryInfo: { sizeInMiB: type.memoryMiB },
    instanceStorageSupported: false,
    ebsInfo: {
      ebsOptimizedSupport: type.nitro ? 'default' : 'unsupported',
      encryptionSupport: 'supported',
      nvmeSupport: type.nitro ? 'required' : 'unsupported',
    },
    networkInfo: {
      networkPerformance: type.nitro ? 'Up to 10 Gigabit' : 'Low to Moderate',
      maximumNetworkInterfaces: 4,
      maximumNetworkCards: 1,
      defaultNetworkCardIndex: 0,
      ipv4AddressesPerInterface: 15,
      ipv6AddressesPerInterface: 15,
      ipv6Supported: true,
      enaSupport: type.nitro ? 'required' : 'unsupported',
      efaSupported: false,
    },
    placementGroupInfo: { supportedStrategies: ['partition', 'spread'] },
    hibernationSupported: false,
    burstablePerformanceSupported: type.burstable,
    dedicatedHostsSupported: false,
    autoRecoverySupported: type.nitro,
    supportedBootModes: type.architecture === 'arm64' ? ['uefi'] : ['legacy-bios', 'uefi'],
  };
}
