import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { settle } from './settle.js';

const reportSchema = v.object({
  pluginName: v.optional(v.unknown()),
  requests: v.number(),
  started: v.array(v.string()),
  error: v.optional(v.string()),
});

/** What the import of a package did. */
export type ImportReport = v.InferOutput<typeof reportSchema> & {
  /** On standard output and standard error. */
  readonly printed: string;
};

/** Stands between what an import prints and the report. */
const MARK = '--- report ---';

/**
 * Imports a package by its own name, as its dependents do. Runs in a process of its own, because in this one the
 * package has long been imported.
 */
const PROGRAM = `
import { subscribe } from 'node:diagnostics_channel';
let requests = 0;
for (const channel of ['undici:request:create', 'http.client.request.start', 'net.client.socket']) {
  subscribe(channel, () => { requests++; });
}
const lasting = () => process.getActiveResourcesInfo().filter((kind) =>
  /^(Timeout|Immediate|TCP|UDP|GetAddrInfo|FSEvent|StatWatcher|ProcessWrap|Worker|MessagePort|Signal)/.test(kind));
const turn = () => new Promise((resolve) => setImmediate(resolve));
const before = lasting();
const report = {};
try {
  const { default: plugin } = await import(process.argv[1]);
  report.pluginName = plugin?.name;
} catch (error) {
  report.error = String(error?.message ?? error);
}
for (let turns = 0; turns < 10; turns++) await turn();
report.requests = requests;
report.started = lasting();
for (const kind of before) {
  const index = report.started.indexOf(kind);
  if (index >= 0) report.started.splice(index, 1);
}
process.stdout.write('${MARK}' + JSON.stringify(report), () => process.exit());
`;

export async function importPackage(packageName: string, folder: string): Promise<ImportReport> {
  const program = await settle(() =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM, packageName], {
      cwd: folder,
    }),
  );
  if (!program.resolved) {
    const error = `its process ended: ${String(program.error)}`;
    return { requests: 0, started: [], error, printed: '' };
  }
  const { stdout, stderr } = program.value;
  const mark = stdout.lastIndexOf(MARK);
  const report: unknown = JSON.parse(stdout.slice(mark + MARK.length));
  return { ...v.parse(reportSchema, report), printed: stdout.slice(0, mark) + stderr };
}
