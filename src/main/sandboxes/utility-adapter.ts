import { utilityProcess } from 'electron';
import { neverStarted, type OsProcess, type ProcessAdapter } from '../../core/runtime/process-adapter.ts';
import { measureMemory } from './measure-memory.ts';
import { UtilitySandbox } from './utility-sandbox.ts';

/**
 * Sandboxes as Electron utility processes. On POSIX Chromium ends them with the main process; on Windows nothing
 * does, so that a thread in each watches whether the program is there (`src/sandbox/parent-watch.ts`). The memory limit
 * of guests is enforced by rewriting the module.
 */
export function utilityAdapter(entry: string): ProcessAdapter {
	return {
		kind: 'utility',
		memoryWay: 'rewrite',
		measureMemory,
		spawn({ name, heapLimitMiB }): OsProcess {
			try {
				const child = utilityProcess.fork(entry, [], {
					// An empty environment is taken as "inherit everything"; the sandbox empties this one at boot.
					env: { DATAFLARE_SANDBOX: '1' },
					execArgv: switches(heapLimitMiB),
					serviceName: name,
					stdio: ['ignore', 'ignore', 'pipe'],
					// macOS alone: what a person allowed the program (Documents, the camera …) is not allowed to this process by it.
					...(process.platform === 'darwin' ? { disclaim: true } : {}),
				});
				return new UtilitySandbox(child);
			} catch (error) {
				return neverStarted(error);
			}
		},
	};
}

/**
 * Chromium's switches: of Node's own flags Electron hands on a few that concern none of this, and drops the others
 * without a word. V8's go in one switch, parted by blanks.
 */
function switches(heapLimitMiB: number): string[] {
	return [
		`--js-flags=--max-old-space-size=${heapLimitMiB} --disallow-code-generation-from-strings --expose-gc`,
		// Linux: V8 catches by itself the signal that a guest's access outside of its memory raises. Otherwise that is left
		// to a handler which release builds of Chromium do not have, and a trap would end the process.
		'--disable-in-process-stack-traces',
	];
}
