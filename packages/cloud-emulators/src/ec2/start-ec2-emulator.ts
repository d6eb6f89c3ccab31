import type { Emulator } from '../emulator/emulator.js';
import { startEmulator } from '../emulator/start-emulator.js';
import { ec2Definition } from './ec2-definition.js';
import { type Ec2EmulatorOptions, splitOptions } from './ec2-options.js';
import type { Ec2Types } from './ec2-types.js';

/** A running EC2 emulator. */
export type Ec2Emulator = Emulator<Ec2Types>;

/**
 * Starts an emulated EC2: the Query API of all Regions behind one address.
 *
 * The Region of a request is the one in its signature, so a client needs nothing but its endpoint set to
 * `url`. It accepts `EC2_TEST_CREDENTIALS` unless the options name other credentials.
 *
 * @throws InvalidInputError when an option is wrong, or the port is taken
 */
export async function startEc2Emulator(options: Ec2EmulatorOptions = {}): Promise<Ec2Emulator> {
  const { own, others } = splitOptions(options);
  return startEmulator(ec2Definition(own), others);
}
