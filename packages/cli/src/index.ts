export { EXIT_CODES } from './failure/exit-codes.js';
export { createHost, type HostOptions } from './host/create-host.js';
export type {
  InputStream,
  InterruptSignal,
  OutputStream,
  SignalSource,
  StagelyHost,
} from './host/stagely-host.js';
export { runStagely } from './run-stagely.js';
