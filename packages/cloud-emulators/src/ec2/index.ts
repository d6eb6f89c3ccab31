export { EC2_TEST_CREDENTIALS, type Ec2Credentials } from './auth/ec2-credentials.js';
export type { Image as Ec2Image } from './catalogue/images.js';
export type { Ec2Action } from './ec2-actions.js';
export type { Ec2EmulatorOptions } from './ec2-options.js';
export type { Ec2Quota, Ec2Timing, Ec2Types } from './ec2-types.js';
export type { InstanceStateName, StateReason } from './instances/instance-phases.js';
export type { LaunchFailureRule } from './instances/launch-failures.js';
export type { RateBucket as Ec2RateBucket } from './request-buckets.js';
export { type Ec2Emulator, startEc2Emulator } from './start-ec2-emulator.js';
export type {
  Ec2LaunchTemplate,
  Ec2Location,
  Ec2State,
  PlantedInstance,
} from './state/ec2-state.js';
export type { Ec2Instance } from './state/instance-view.js';
