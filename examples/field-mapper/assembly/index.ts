// A transformer: selects, drops, renames, converts and computes fields. Fields it is not told about pass unchanged.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { readConfig } from '../../../sdk/assemblyscript/assembly/config';
import { fail, logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { Records } from '../../../sdk/assemblyscript/assembly/json/records';
import { collect } from '../../../sdk/assemblyscript/assembly/memory';
import { beyondRange, inexact } from './expression';
import { Mapper } from './mapper';
import { readMapping } from './read-mapping';

export { alloc, dealloc } from '../../../sdk/assemblyscript/assembly/memory';

const records = new Records();
const out = new Bytes();
let mapper: Mapper | null = null;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	const made = new Mapper();
	readMapping(config, made);
	mapper = made;
	return config.finish();
}

export function transform_data(ptr: usize, length: i32): i32 {
	return collect(transform(ptr, length));
}

function transform(ptr: usize, length: i32): i32 {
	const current = mapper;
	if (current === null) return fail('plugin_init was not called');
	out.clear();
	out.reserve(length + (length >> 2));
	records.open(ptr, length);
	while (records.next()) {
		// A record that is no object has no fields: it passes as it is.
		if (records.fields.isObject) current.map(records.fields, out);
		else out.span(records.start, records.end);
		out.byte(0x0a);
	}
	return records.broken ? records.failure() : out.toResult();
}

export function plugin_cleanup(): i32 {
	const current = mapper;
	if (current !== null) {
		for (let i = 0; i < current.conversions.length; i++) {
			const conversion = current.conversions[i];
			if (conversion.failures == 0) continue;
			logWarn(
				`${conversion.failures} values of "${conversion.field}" could not be read as ${conversion.targetName} and became null`,
			);
		}
		current.complain();
	}
	if (beyondRange > 0) {
		logWarn(`${beyondRange} computations met or gave a number beyond the range of numbers (1.8e308) and became null`);
	}
	if (inexact > 0)
		logWarn(`${inexact} whole numbers of more than 15 digits were rounded to 64 bits to be computed with`);
	return collect(0);
}
