import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import type { Environment } from '@stagely/core';

/** How a program has ended, and what it has printed. */
export interface EndedProgram {
  readonly exitCode: number | null;
  readonly output: string;
}

/** Runs a program of Node.js in a clean environment, to its end. */
export async function runProgram(
  argv: readonly string[],
  env: Environment,
  onStart: (program: ChildProcess) => void = () => undefined,
): Promise<EndedProgram> {
  const { PATH } = process.env;
  const program = spawn(process.execPath, argv, {
    env: { PATH, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  onStart(program);
  await once(program, 'close');
  return { exitCode: program.exitCode, output };
}
