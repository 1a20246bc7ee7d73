import { utilityProcess } from 'electron';
import type { ProcessAdapter, ProcessExit, SandboxProcess } from '../core/runtime/process-adapter.ts';

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
		spawn({ name, heapLimitMiB }): SandboxProcess {
			const child = utilityProcess.fork(entry, [], {
				// An empty environment is taken as "inherit everything"; the sandbox empties this one at boot.
				env: { DATAFLARE_SANDBOX: '1' },
				execArgv: [`--max-old-space-size=${heapLimitMiB}`, '--no-warnings'],
				serviceName: name,
				stdio: ['ignore', 'ignore', 'pipe'],
			});
			let tail = '';
			let exited = false;
			const exits: ((exit: ProcessExit) => void)[] = [];
			child.stderr?.on('data', (chunk: Buffer) => {
				tail = (tail + chunk.toString('utf8')).slice(-STDERR_TAIL);
			});
			child.once('exit', (code) => {
				exited = true;
				for (const listener of exits) listener({ code, signal: null });
			});
			return {
				get pid() {
					return child.pid;
				},
				post(message) {
					if (!exited) child.postMessage(message);
				},
				kill() {
					// `kill` of a utility process asks politely on some platforms; a guest that spins would not hear it.
					if (exited) return;
					if (child.pid === undefined) child.kill();
					else process.kill(child.pid, 'SIGKILL');
				},
				onMessage: (listener) => void child.on('message', listener),
				onExit: (listener) => void exits.push(listener),
				stderrTail: () => tail,
			};
		},
	};
}
