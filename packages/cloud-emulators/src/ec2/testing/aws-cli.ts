import { execFile } from 'node:child_process';
import { accessSync, constants, realpathSync } from 'node:fs';
import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import { EC2_TEST_CREDENTIALS } from '../auth/ec2-credentials.js';

/** What an invocation of the AWS CLI came to. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The AWS CLIs of this machine: each program behind an `aws` of the search path, once. */
export function findAwsClis(searchPath = process.env['PATH'] ?? ''): string[] {
  const found = searchPath
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'aws'))
    .filter(isExecutable);
  const byProgram = new Map(found.map((file) => [realpathSync(file), file]));
  return [...byProgram.values()];
}

/** Runs the AWS CLI against an endpoint, with the test key and without anybody's configuration. */
export function runAwsCli(
  cli: string,
  endpoint: string,
  args: readonly string[],
): Promise<CliResult> {
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ACCESS_KEY_ID: EC2_TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: EC2_TEST_CREDENTIALS.secretAccessKey,
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  };
  return new Promise((resolve) => {
    execFile(cli, ['--endpoint-url', endpoint, ...args], { env }, (error, stdout, stderr) => {
      const exitCode = typeof error?.code === 'number' ? error.code : Number(error !== null);
      resolve({ exitCode, stdout, stderr });
    });
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
