import { utilityProcess } from 'electron';
import type { ProcessAdapter, ProcessExit, SandboxProcess } from '../core/runtime/process-adapter.ts';
import { measureMemory } from './measure-memory.ts';

/** How much of a process's last words is kept, bytes. */
const STDERR_TAIL = 8 * 1024;

/**
 * Sandboxes as Electron utility processes. Chromium ends them with the main process by itself. The memory limit is
 * enforced by rewriting the module: setting a V8 flag after V8 froze its flags aborts the process.
 */
export function utilityAdapter(entry: string): ProcessAdapter {
	return {
		kind: 'utility',
		memoryWay: 'rewrite',
		measureMemory,
		spawn({ name, heapLimitMiB }): SandboxProcess {
			const child = utilityProcess.fork(entry, [], {
				// An empty environment is taken as "inherit everything"; the sandbox empties this one at boot.
				env: { DATAFLARE_SANDBOX: '1' },
				execArgv: [`--max-old-space-size=${heapLimitMiB}`, '--no-warnings'],
				serviceName: name,
				stdio: ['ignore', 'ignore', 'pipe'],
				// macOS alone: what a person allowed the program (Documents, the camera …) is not allowed to this process by it.
				...(process.platform === 'darwin' ? { disclaim: true } : {}),
			});
			let tail = '';
			let state: 'alive' | 'killed' | 'gone' = 'alive';
			const exits: ((exit: ProcessExit) => void)[] = [];
			child.stderr?.on('data', (chunk: Buffer) => {
				tail = (tail + chunk.toString('utf8')).slice(-STDERR_TAIL);
			});
			child.once('spawn', () => {
				if (state === 'killed') end(child.pid);
			});
			child.once('exit', (code) => {
				// Platforms differ in what a killed process is said to have exited with.
				const exit = state === 'killed' ? { code: null, signal: 'SIGKILL' } : { code, signal: null };
				state = 'gone';
				for (const listener of exits) listener(exit);
			});
			return {
				get pid() {
					return child.pid;
				},
				post(message) {
					if (state !== 'gone') child.postMessage(message);
				},
				kill() {
					if (state !== 'alive') return;
					state = 'killed';
					end(child.pid);
				},
				onMessage(listener) {
					child.on('message', (message) => {
						if (state !== 'gone') listener(message);
					});
				},
				onExit: (listener) => void exits.push(listener),
				stderrTail: () => tail,
			};
		},
	};
}

/** The class's own `kill` asks politely on some platforms; a guest that spins would not hear it. */
function end(pid: number | undefined): void {
	// Not spawned yet: its `spawn` event ends it.
	if (pid === undefined) return;
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It ended by itself a moment ago; its exit is on its way.
	}
}
