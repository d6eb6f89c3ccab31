import process from 'node:process';
import spawn, { SubprocessError } from 'nano-spawn';

const main = new URL('../src/main.js', import.meta.url).pathname;

/**
 * Runs the program as somebody starts it, sends it a signal once it has printed a text so many times, and waits for
 * its end.
 *
 * @param {Record<string, string>} env
 * @param {{ signal: NodeJS.Signals, after: string, times: number }} [interruption]
 * @returns {Promise<{ exitCode: number | undefined, lines: string[] }>}
 */
export async function runProgram(env, interruption) {
  const program = spawn('node', [main], { env });
  /** @type {string[]} */
  const lines = [];
  let times = 0;
  try {
    for await (const line of program) {
      lines.push(line);
      if (interruption === undefined || !line.includes(interruption.after)) continue;
      if (++times === interruption.times) {
        const { pid } = await program.nodeChildProcess;
        if (pid !== undefined) process.kill(pid, interruption.signal);
      }
    }
    return { exitCode: 0, lines };
  } catch (error) {
    if (!(error instanceof SubprocessError)) throw error;
    return { exitCode: error.exitCode, lines };
  }
}
