import { randomness } from '../../imports/randomness.ts';
import type { Streams } from '../../imports/wasi/streams.ts';
import { endGuest } from '../end-guest.ts';
import type { Interfaces } from '../interfaces.ts';
import { misused } from '../misused.ts';
import { datetime } from './filesystem-values.ts';
import type { Handles } from './handles.ts';
import { IoError, moment, Pollable, poll } from './io.ts';
import { standardInput, standardOutput } from './standard-streams.ts';
import { InputStream, OutputStream } from './streams.ts';

/** So much randomness is drawn at once. bytes */
const RANDOM_BYTES = 64 * 1024;
/** So much randomness may be asked for at once. bytes */
const MOST_RANDOM = 16 * 1024 * 1024;

export interface SystemSide {
	readonly args: readonly string[];
	/** Granted variables alone. */
	readonly env: readonly (readonly [string, string])[];
	readonly streams: Streams;
	/** The component ended itself. */
	readonly onExit: (code: number) => void;
}

/** A terminal is nothing that a component here ever meets. */
class TerminalInput {}
class TerminalOutput {}

/** `wasi:cli`, `wasi:io`, `wasi:clocks` and `wasi:random`: all that is answered inside the sandbox. */
export function systemInterfaces(handles: Handles, { args, env, streams, onExit }: SystemSide): Interfaces {
	const exit = (code: number): never => {
		onExit(code);
		return endGuest();
	};
	const output = (name: 'stdout' | 'stderr') => new OutputStream(handles, standardOutput(streams, name));
	return {
		'wasi:cli/environment': () => ({
			getEnvironment: () => env.map(([name, value]) => [name, value]),
			getArguments: () => [...args],
			initialCwd: () => '/',
		}),
		'wasi:cli/exit': () => ({
			exit: ({ tag }: { readonly tag: 'ok' | 'err' }) => exit(tag === 'ok' ? 0 : 1),
			exitWithCode: (code: number) => exit(code),
		}),
		'wasi:cli/stdin': () => ({ getStdin: () => new InputStream(handles, standardInput(streams)) }),
		'wasi:cli/stdout': () => ({ getStdout: () => output('stdout') }),
		'wasi:cli/stderr': () => ({ getStderr: () => output('stderr') }),
		'wasi:cli/terminal-input': () => ({ TerminalInput }),
		'wasi:cli/terminal-output': () => ({ TerminalOutput }),
		'wasi:cli/terminal-stdin': () => ({ getTerminalStdin: () => undefined }),
		'wasi:cli/terminal-stdout': () => ({ getTerminalStdout: () => undefined }),
		'wasi:cli/terminal-stderr': () => ({ getTerminalStderr: () => undefined }),
		'wasi:clocks/wall-clock': () => ({
			now: () => datetime(BigInt(Date.now()) * 1_000_000n),
			resolution: () => datetime(1_000_000n),
		}),
		'wasi:clocks/monotonic-clock': () => ({
			now: () => process.hrtime.bigint(),
			resolution: () => 1n,
			subscribeInstant: (when: bigint) => new Pollable(handles, moment(when)),
			subscribeDuration: (ns: bigint) => new Pollable(handles, moment(process.hrtime.bigint() + ns)),
		}),
		'wasi:io/error': () => ({ Error: IoError }),
		'wasi:io/poll': () => ({ Pollable, poll }),
		'wasi:io/streams': () => ({ InputStream, OutputStream }),
		'wasi:random/random': () => ({ getRandomBytes: bytesFrom(), getRandomU64: numberFrom() }),
		'wasi:random/insecure': () => ({ getInsecureRandomBytes: bytesFrom(), getInsecureRandomU64: numberFrom() }),
		'wasi:random/insecure-seed': () => {
			const number = numberFrom();
			return { insecureSeed: () => [number(), number()] };
		},
	};
}

/** The system's generator is looked up when a component that imports it is wired. */
function bytesFrom(): (count: bigint) => Uint8Array {
	const { fill } = randomness();
	return (count) => {
		// A shorter answer is none that WASI knows.
		if (count > BigInt(MOST_RANDOM)) {
			misused('get-random-bytes', `it asked for ${count} bytes at once; ${MOST_RANDOM} are the most`);
		}
		const bytes = new Uint8Array(Number(count));
		for (let at = 0; at < bytes.length; at += RANDOM_BYTES) fill(bytes.subarray(at, at + RANDOM_BYTES));
		return bytes;
	};
}

function numberFrom(): () => bigint {
	const { fill } = randomness();
	return () => {
		const number = new BigUint64Array(1);
		fill(new Uint8Array(number.buffer));
		return number[0] as bigint;
	};
}
