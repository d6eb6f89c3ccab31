import { createRequire } from 'node:module';
import type * as ec2Sdk from '@aws-sdk/client-ec2';

/** The client library of EC2, as far as it is loaded. */
export type Ec2Sdk = typeof ec2Sdk;

let loading: Promise<Ec2Sdk> | undefined;

/** Loads the client library when it is first called; it is large, and many programs that import this package need it late or never. */
export function loadEc2Sdk(): Promise<Ec2Sdk> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Ec2Sdk> {
  try {
    // Much faster than import(), which analyses the two megabytes for names first.
    const sdk: Ec2Sdk = createRequire(import.meta.url)('@aws-sdk/client-ec2');
    return sdk;
  } catch {
    // Inside a bundle there is no package to require; bundlers follow this import.
    return import('@aws-sdk/client-ec2');
  }
}
