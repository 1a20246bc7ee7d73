import { fileURLToPath } from 'node:url';
import { createCore } from '../core/index.ts';
import { codeOf } from '../shared/errors/code-of.ts';
import { runProgram } from './program.ts';
import { exitCodes } from './session/exit-codes.ts';

const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

// A reader that went away (`| head`) is no failure of ours; what is under way ends as usual.
process.stdout.on('error', (error: unknown) => {
	if (codeOf(error) !== 'EPIPE') throw error;
});

process.exitCode = await runProgram(
	process.argv.slice(2),
	process,
	({ dataDir, pluginsDir, watch, preload, builds }) =>
		createCore({
			dataDir,
			pluginsDir,
			watch,
			builds,
			preload: preload ? [] : false,
			// A command that ends soon would end with the process that it had started for the next plugin.
			...(preload ? {} : { spares: 0 }),
			sandboxEntry: beside('./sandbox.mjs'),
			reaperEntry: beside('./reaper.mjs'),
			resourcesDir: beside('../../resources'),
		}),
	// The reaper takes the sandboxes along; the next program that opens the data closes the run as interrupted.
	() => process.exit(exitCodes.interrupted),
);
