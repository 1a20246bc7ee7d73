/** Builds the shell of `npm run dev` and runs it: `build-and-run.ts BINARY [ARGUMENTS]`. */
import { join, resolve } from 'node:path';
import { buildDevelopmentShell } from '../build/ensure-built.ts';
import { runProgram } from '../start/run-program.ts';

const root = resolve(import.meta.dirname, '../..');
const [binary = '', ...args] = process.argv.slice(2);

buildDevelopmentShell();
// Without who started it there is nobody to start it anew.
const orphaned = (): void => void process.kill(process.pid, 'SIGTERM');
process.once('disconnect', orphaned);
const { code, fault } = await runProgram(binary, [join(root, 'out/dev/shell.mjs'), ...args]);
if (fault !== null) process.stderr.write(`Electron ended: ${fault}.\n`);
process.exitCode = code;
process.off('disconnect', orphaned).disconnect?.();
