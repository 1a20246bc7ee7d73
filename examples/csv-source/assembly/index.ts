// A source: reads a CSV file of any size and gives its rows as records, in batches of NDJSON.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { readConfig } from '../../../sdk/assemblyscript/assembly/config';
import { fail, logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { collect } from '../../../sdk/assemblyscript/assembly/memory';
import { parseTree } from '../../../sdk/assemblyscript/assembly/json/tree';
import { CsvReader } from './reader';
import { readSettings } from './settings';
import { save, takeUp } from './state';

export { alloc, dealloc } from '../../../sdk/assemblyscript/assembly/memory';

const out = new Bytes();
let reader: CsvReader | null = null;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	const settings = readSettings(config);
	if (config.problem != '') return config.finish();
	const opened = new CsvReader(settings);
	// What is not permitted yet may be by the time that somebody reads.
	if (!opened.open() && !opened.input.isDenied) return fail(opened.problem);
	if (opened.input.isDenied) logWarn(opened.problem);
	reader = opened;
	return 0;
}

export function read_data(): i32 {
	return collect(read());
}

function read(): i32 {
	let current = reader;
	if (current === null) return fail('plugin_init was not called');
	if (current.input.isDenied) {
		current = new CsvReader(current.settings);
		reader = current;
		current.open();
	}
	out.clear();
	current.read(out);
	// What was read before a problem is given first; the problem comes back with the next call.
	if (out.length > 0) return out.toResult();
	return current.problem == '' ? 0 : fail(current.problem);
}

export function save_state(): i32 {
	return collect(saved());
}

function saved(): i32 {
	const current = reader;
	if (current === null) return fail('plugin_init was not called');
	out.clear();
	const problem = save(current, out);
	return problem == '' ? out.toResult() : fail(problem);
}

export function load_state(ptr: usize, length: i32): i32 {
	return collect(taken(ptr, length));
}

function taken(ptr: usize, length: i32): i32 {
	const current = reader;
	if (current === null) return fail('plugin_init was not called');
	const state = parseTree(ptr, length);
	if (state === null) return fail('the saved state is not JSON');
	const problem = takeUp(current, state);
	return problem == '' ? 0 : fail(problem);
}

export function plugin_cleanup(): i32 {
	const current = reader;
	if (current !== null) current.summarise();
	return collect(0);
}
