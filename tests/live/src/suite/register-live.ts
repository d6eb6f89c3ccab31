import process from 'node:process';
import type { Environment, ProviderPlugin } from '@stagely/core';
import { liveCases } from '../cases/live-cases.js';
import type { CloudDescription } from '../clouds/cloud-description.js';
import { currentRunId } from '../run/test-tags.js';
import { findTarget } from '../target/find-target.js';
import { registerConformance } from './register-conformance.js';
import { registerSuite } from './register-suite.js';

/** Where a run takes its account from. */
export interface LiveOptions {
  /** Default: this process's. */
  readonly env?: Environment;
  /** Default: the installed one. */
  readonly plugin?: ProviderPlugin | undefined;
}

/** Registers all there is to know about a cloud: the cases, and the conformance kit. */
export async function registerLive(
  description: CloudDescription,
  { env = process.env, plugin }: LiveOptions = {},
): Promise<void> {
  const found = await findTarget(description, { env, plugin });
  registerSuite(description, found, { runId: currentRunId(env), cases: liveCases });
  registerConformance(description, found, env);
}
