import { forkAdapter } from '../../../src/core/runtime/process/fork-adapter.ts';
import type { ProcessAdapter } from '../../../src/core/runtime/process-adapter.ts';
import { reaperEntry, sandboxEntry } from '../built.ts';

let shared: ProcessAdapter | undefined;

/**
 * Real processes for every engine of this test process, watched by one reaper: it is a process as well, and most engines
 * of tests start few others. An engine that ends leaves it to the next one; it ends with the test process. Where it
 * matters that nothing is left, or what an engine does without being told of one, leave it out or make another.
 */
export function sharedAdapter(): ProcessAdapter {
	shared ??= forkAdapter({ entry: sandboxEntry, reaperEntry });
	const { dispose: _stays, ...rest } = shared;
	return rest;
}
