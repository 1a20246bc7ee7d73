import { describe, expect, it } from 'vitest';
import { exitError, type Moment } from '../sandbox/end-cause.ts';
import { type HeldMemory, outgrown } from './memory-errors.ts';

const MiB = 1024 * 1024;
const call: Moment = { at: 'call', plugin: 'sample', fn: 'process_data' };
const held = (residentMiB: number, lostMiB = 0): HeldMemory => ({
	residentBytes: residentMiB * MiB,
	allowedBytes: 400 * MiB,
	memoryLimitBytes: 16 * MiB,
	lostBytes: lostMiB * MiB,
});
const died = (stderr: string, signal: string | null, of: HeldMemory | null = null) => {
	const { code, details } = exitError({ code: null, signal }, stderr, call, of);
	return `${code}: ${String(details['reason'])}`;
};

describe('the death of a process', () => {
	it.each([
		['FATAL ERROR: Zone Allocation failed - process out of memory', 'memory_limit: compile_memory'],
		['#\n# Fatal process out of memory: Zone\n#', 'memory_limit: compile_memory'],
		['# Fatal process out of memory: wasm code commit', 'memory_limit: compile_memory'],
		['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', 'memory_limit: heap_full'],
		['FATAL ERROR: NewArray Allocation failed - process out of memory', 'memory_limit: engine_memory'],
		["terminate called after throwing an instance of 'std::bad_alloc'", 'memory_limit: engine_memory'],
		['# Fatal error in , line 0\n# Check failed: SetPermissions(...)', 'memory_limit: engine_memory'],
		['', 'plugin_execution: process_ended'],
		['# Fatal error in , line 0\n# unreachable code', 'plugin_execution: process_ended'],
	])('is laid to memory by what it said: %j → %s', (stderr, expected) => {
		expect(died(stderr, 'SIGABRT', held(60))).toBe(expected);
	});

	it('is laid to memory without a word where it held nearly all of it', () => {
		expect(died('', 'SIGTRAP', held(390))).toBe('memory_limit: process_outgrew');
		expect(died('', 'SIGTRAP', held(60))).toBe('plugin_execution: process_ended');
		expect(died('', 'SIGKILL', held(390))).toBe('plugin_execution: process_killed');
	});

	it('says what grew, as far as it is known', () => {
		const where = { plugin: 'sample', loading: false, place: 'during "f"' };
		expect(outgrown(where, held(500)).details).toMatchObject({ reason: 'process_outgrew', residentBytes: 500 * MiB });
		expect(outgrown({ ...where, loading: true }, held(500)).details).toMatchObject({ reason: 'load_outgrew' });
		const traps = outgrown(where, held(500, 450));
		expect(traps.details).toMatchObject({ reason: 'traps_outgrew', lostBytes: 450 * MiB });
		expect(traps.message).toContain('after traps');
	});
});
