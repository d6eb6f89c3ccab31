import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** What a run of the demo said, and how it ended. */
export interface DemoResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** What to do at the first line that matches. */
export interface Interference {
  readonly at: RegExp;
  readonly act: 'SIGINT' | 'SIGTERM' | 'close stdout';
}

/** Runs the demo as a process of its own, whose output goes into pipes. */
export async function runDemo(interference?: Interference): Promise<DemoResult> {
  const child = spawn(process.execPath, ['demo.mjs'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'exit');
  const stdout: string[] = [];
  const stderr: string[] = [];
  const errors = createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));
  const errorsRead = once(errors, 'close');
  let waiting = interference;
  const lines = createInterface({ input: child.stdout }).on('line', (line) => {
    stdout.push(line);
    if (waiting === undefined || !waiting.at.test(line)) return;
    if (waiting.act === 'close stdout') child.stdout.destroy();
    else child.kill(waiting.act);
    waiting = undefined;
  });
  const linesRead = once(lines, 'close');
  const [exitCode] = await closed;
  await errorsRead;
  if (!child.stdout.destroyed) await linesRead;
  if (waiting !== undefined)
    throw new Error(`The demo never said ${waiting.at}:\n${stdout.join('\n')}`);
  return { stdout: stdout.join('\n'), stderr: stderr.join('\n'), exitCode };
}
