import { DataFlareError, type ErrorDetails } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { GuestMemory } from '../memory/guest-memory.ts';
import { nearLimit, shortageOf } from '../memory/memory-shortage.ts';
import { WasiExit } from './wasi/create-wasi.ts';

/** What AssemblyScript's `abort` says, thrown through the guest. */
export class GuestAbort extends Error {
	override readonly name = 'GuestAbort';
}

/** The host's own finding, thrown through the guest from inside an import: the instance is lost as after a trap. */
export class HostFault extends Error {
	override readonly name = 'HostFault';
	readonly error: DataFlareError;

	constructor(error: DataFlareError) {
		super(error.message);
		this.error = error;
	}
}

/** Longest wasm stack that an error carries, in characters. */
const MAX_STACK = 4096;

/** V8's words for each trap and, behind them, those that the code which links components has for the same; and ours. */
const traps = [
	[
		/^unreachable$|`unreachable` instruction executed$/,
		'unreachable',
		'hit an `unreachable` instruction, usually a failed check or a panic',
	],
	[/^memory access out of bounds|out of bounds memory access$/, 'out_of_bounds', 'accessed memory out of bounds'],
	[
		/^table index is out of bounds|^table access|undefined element: out of bounds table access$/,
		'table_out_of_bounds',
		'called through a table index that is out of bounds',
	],
	[/divide by zero|remainder by zero/, 'divide_by_zero', 'divided by zero'],
	[
		/divide result unrepresentable|wasm trap: integer overflow$/,
		'integer_overflow',
		'overflowed an integer in a division',
	],
	[
		/float unrepresentable|invalid conversion to integer$/,
		'float_conversion',
		'converted a number too large for an integer',
	],
	[
		/null function|signature mismatch|null pointer|null reference|indirect call type mismatch/,
		'bad_indirect_call',
		'called a function that is missing or has another signature',
	],
	[
		/Maximum call stack size exceeded|call stack exhausted$/,
		'stack_overflow',
		'ran out of call stack, perhaps in endless recursion',
	],
] as const;

function wasmStack(thrown: Error): string {
	const lines = (thrown.stack ?? '').split('\n').filter((line) => line.includes('wasm'));
	return lines
		.map((line) => line.trim())
		.join('\n')
		.slice(0, MAX_STACK);
}

/**
 * Turns what escaped from guest code into an error: what happened, where in the guest, and how much memory it used.
 * `lastError` is what the guest had said through `host_set_error`, if anything.
 */
export function describeTrap(
	thrown: unknown,
	fn: string,
	memory: GuestMemory | null,
	lastError: string | null,
): DataFlareError {
	if (thrown instanceof DataFlareError) return thrown;
	if (thrown instanceof HostFault) return thrown.error;
	const stack = thrown instanceof Error ? wasmStack(thrown) : '';
	const details = (trap: string, why: ErrorDetails): ErrorDetails => ({
		...why,
		function: fn,
		trap,
		...(memory === null ? {} : { memoryBytes: memory.size, memoryLimitBytes: memory.limitBytes }),
		...(lastError === null ? {} : { lastError }),
		...(stack === '' ? {} : { stack }),
	});
	if (thrown instanceof GuestAbort) {
		return new DataFlareError('plugin_execution', `${fn}: aborted: ${thrown.message}`, {
			origin: 'guest',
			details: { ...details('abort', because('unreachable_trap', { function: fn })), said: true },
		});
	}
	if (thrown instanceof WasiExit) {
		return new DataFlareError('plugin_execution', `${fn}: the plugin exited with code ${thrown.code}`, {
			hint:
				thrown.code === 0
					? 'It is a program that exits when it is done. A plugin exports functions that return: build it as a library (reactor).'
					: 'Check the run’s log for its last messages, and its configuration and input.',
			details: details('exit', because('exit_trap', { function: fn, exitCode: thrown.code })),
		});
	}
	if (thrown instanceof WebAssembly.SuspendError) {
		return new DataFlareError(
			'plugin_execution',
			`${fn}: called a host function that waits (files, network, environment, state) from code that cannot wait`,
			{
				hint: 'Host functions that wait cannot be called from the start function, `alloc` or `dealloc`.',
				details: details('suspend', because('suspend_trap', { function: fn })),
			},
		);
	}
	if (thrown instanceof WebAssembly.Exception) {
		return new DataFlareError('plugin_execution', `${fn}: threw an exception that nothing caught`, {
			details: details('exception', because('exception_trap', { function: fn })),
		});
	}
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	const known = traps.find(([pattern]) => pattern.test(message));
	const trap = known?.[1] ?? 'other';
	if (trap === 'unreachable' && memory !== null && nearLimit(memory)) {
		const shortage = shortageOf(memory, null);
		return new DataFlareError(
			'memory_limit',
			`${fn}: the plugin ran out of memory: ${memory.size} of ${memory.limitBytes} bytes in use when it gave up`,
			{ hint: shortage.hint, details: details(trap, shortage.details) },
		);
	}
	const said = lastError === null ? '' : `; it had said: ${lastError}`;
	return new DataFlareError('plugin_execution', `${fn}: the plugin ${known?.[2] ?? `failed: ${message}`}${said}`, {
		hint: trap === 'stack_overflow' ? 'Try data that is less deeply nested, or ask its author.' : undefined,
		details: details(trap, because(`${trap}_trap`, { function: fn })),
	});
}
