import { DataFlareError, type ErrorDetails } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';

/** What the parent last knew of the memory of a process that has a guest. */
export interface HeldMemory {
	/** bytes; 0: it was not looked at yet. */
	readonly residentBytes: number;
	/** bytes */
	readonly allowedBytes: number;
	/** The most that the guest's own memory can be of it, bytes. */
	readonly memoryLimitBytes: number;
	/** Memory that instances kept after traps, as far as nothing collects it. bytes */
	readonly lostBytes: number;
}

/** Where a guest was when its process went. `place` ends a sentence. */
export interface MemoryPlace {
	readonly plugin: string;
	readonly loading: boolean;
	readonly place: string;
}

/** V8 says so before it aborts for want of room among its JavaScript objects, where also WasmGC's and tables are. */
const heapExhausted = /JavaScript heap out of memory|Reached heap limit/i;
/** V8's names for where it wanted memory outside of the heap: its compilers work in zones, and code lies in spaces. */
const compilerExhausted =
	/(?:^|\n)(?:#\s*)?Fatal (?:error: |process out of memory: ?)?[^\n]*\b(?:zone|liftoff|turbofan|turboshaft|code ?(?:space|range|commit)?|wasm code)\b[^\n]*/i;
/** What V8, Node and the C++ runtime say when the system gave them none. */
const systemExhausted =
	/process out of memory|Allocation failed - .*out of memory|std::bad_alloc|Cannot allocate memory|ENOMEM|Check failed: .*(?:SetPermissions|Allocate|Commit)|virtual memory exhausted/i;

/** Signals by which a process ends itself when it was given no memory. */
const ownSignals: ReadonlySet<string> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS']);
/** A process that ended itself without a word and held so much of what it may died of that. */
const NEARLY_ALL = 0.7;

const smaller = 'Send it smaller batches, or have it return less at a time.';
const authors = 'Its code needs this much, not its data: ask its author for smaller functions, or do without it.';

/** The error for a process that died for want of memory; null where nothing says that it did. */
export function memoryDeath(
	exit: { readonly signal: string | null },
	stderr: string,
	where: MemoryPlace,
	held: HeldMemory | null,
	details: ErrorDetails,
): DataFlareError | null {
	const { plugin, place } = where;
	if (heapExhausted.test(stderr)) {
		return new DataFlareError('memory_limit', `the sandbox of "${plugin}" ran out of heap ${place}`, {
			hint: smaller,
			details: { ...because('heap_full'), ...details },
		});
	}
	if (systemExhausted.test(stderr) || /Fatal process out of memory/i.test(stderr)) {
		const compiling = compilerExhausted.test(stderr);
		const what = compiling ? 'of the memory in which the engine compiles its code' : 'of memory outside the module';
		return new DataFlareError('memory_limit', `the sandbox of "${plugin}" ran out ${what} ${place}`, {
			hint: compiling ? authors : smaller,
			details: { ...because(compiling ? 'compile_memory' : 'engine_memory', { plugin }), ...details },
		});
	}
	const silent = held !== null && held.residentBytes >= NEARLY_ALL * held.allowedBytes;
	return silent && ownSignals.has(exit.signal ?? '') ? outgrown(where, held, 'ended itself', details) : null;
}

/** The error for a process that holds more than it may. */
export function outgrown(
	{ plugin, loading, place }: MemoryPlace,
	held: HeldMemory,
	how: 'was ended' | 'ended itself' = 'was ended',
	details: ErrorDetails = {},
): DataFlareError {
	const { residentBytes, allowedBytes, memoryLimitBytes, lostBytes } = held;
	const facts = { plugin, residentBytes, allowedBytes, memoryLimitBytes };
	const kept = lostBytes > allowedBytes / 2;
	const rest = loading
		? 'the engine needed the rest to compile and start it'
		: kept
			? `${lostBytes} bytes are what its instances left behind after traps`
			: 'the engine needed the rest for its code, its objects and its data';
	return new DataFlareError(
		'memory_limit',
		`the sandbox of "${plugin}" ${how} ${place}: it held ${residentBytes} of the ${allowedBytes} bytes its process may use; at most ${memoryLimitBytes} are the module's own memory, ${rest}`,
		{
			hint: loading ? authors : `${smaller} If that does not help, the plugin is at fault.`,
			details: {
				...(kept && !loading
					? because('traps_outgrew', { ...facts, lostBytes })
					: because(loading ? 'load_outgrew' : 'process_outgrew', facts)),
				...details,
			},
		},
	);
}

/** The same for the process that looks at modules, which compiles them. */
export function lookLimitsMissing(missing: readonly string[]): DataFlareError {
	const layers = missing.join(', ');
	return new DataFlareError(
		'runtime',
		`modules cannot be inspected: the process for that has no kernel limits (${layers})`,
		{
			hint: limitsHint,
			details: { ...because('look_limits_missing', { layers }), missing: [...missing] },
		},
	);
}

const limitsHint =
	'The setting `require_kernel_limits` requires them. They need Linux with `prlimit` from util-linux and a computer that is not overloaded. Otherwise turn the setting off.';

/** A person wants the kernel's limits or nothing, and not all of them hold. */
export function kernelLimitsMissing(plugin: string, missing: readonly string[]): DataFlareError {
	const layers = missing.join(', ');
	return new DataFlareError('runtime', `"${plugin}" was not loaded: its process has no kernel limits (${layers})`, {
		hint: limitsHint,
		details: { ...because('kernel_limits_missing', { plugin, layers }), missing: [...missing] },
	});
}
