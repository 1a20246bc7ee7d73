import { spawn } from 'node:child_process';
import { codeOf } from '../../src/shared/errors/code-of.ts';

/** Electron that ends by itself this soon never showed a window. ms */
export const AT_ONCE_MS = 3_000;

/** How a program ended. */
export interface Ended {
	/** The exit code for whoever asked; being stopped by the person is no failure. */
	readonly code: number;
	/** In words, where it ended by itself in a way that no program chooses: by a signal, or because it could not be loaded. */
	readonly fault: string | null;
	readonly ms: number;
}

/** Runs a program in front of the person, and hands on to it what this one is told. */
export function runProgram(command: string, args: readonly string[]): Promise<Ended> {
	const begun = performance.now();
	const child = spawn(command, args, { stdio: 'inherit' });
	let isTold = false;
	// The terminal sends Ctrl+C to both; what was sent to this process alone is passed on.
	const interrupted = (): void => {
		isTold = true;
	};
	const told = (signal: NodeJS.Signals): void => {
		isTold = true;
		child.kill(signal);
	};
	process.on('SIGINT', interrupted);
	for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, told);
	return new Promise((finished) => {
		const end = (code: number, fault: string | null): void => {
			process.off('SIGINT', interrupted);
			for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, told);
			finished({ code, fault: isTold ? null : fault, ms: performance.now() - begun });
		};
		child.once('error', (error) => end(1, `it cannot be started (${codeOf(error)})`));
		child.once('exit', (code, signal) => {
			if (code === 130 || signal === 'SIGINT') return end(0, null);
			end(code ?? 1, faultOf(code, signal));
		});
	});
}

/** A shell's code for a signal, and the loader's for a library that is missing, count as what they stand for. */
function faultOf(code: number | null, signal: NodeJS.Signals | null): string | null {
	if (signal !== null) return `it ended by ${signal}`;
	if (code === 127) return 'it cannot be loaded';
	return code !== null && code > 128 && code < 160 ? `it ended by signal ${code - 128}` : null;
}
