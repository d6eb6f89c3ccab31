import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import spawn, { SubprocessError } from 'nano-spawn';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** Programs of a document, type-checked with this repository's own strictness and compiled. */
export interface ExamplePrograms {
  /** Runs the program with this index. */
  run(index: number): Promise<{ stdout: string; stderr: string }>;
  remove(): Promise<void>;
}

/** Type-checks and compiles programs; what the compiler has to say against them is the error's message. */
export async function compilePrograms(
  name: string,
  programs: readonly string[],
): Promise<ExamplePrograms> {
  const folder = `${packageFolder}test-results/${name}/`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all(
    programs.map((program, index) => writeFile(`${folder}program-${index}.ts`, program)),
  );
  await writeFile(
    `${folder}tsconfig.json`,
    JSON.stringify({
      extends: '../../../../tsconfig.base.json',
      compilerOptions: {
        rootDir: '.',
        outDir: 'out',
        declaration: false,
        declarationMap: false,
        noUnusedLocals: false,
      },
      include: ['*.ts'],
    }),
  );
  await spawn('tsc', ['-p', `${folder}tsconfig.json`], {
    cwd: packageFolder,
    preferLocal: true,
  }).catch((error: unknown) => {
    throw error instanceof SubprocessError ? new Error(error.output) : error;
  });
  return {
    run: (index) => spawn('node', [`${folder}out/program-${index}.js`], { cwd: packageFolder }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
