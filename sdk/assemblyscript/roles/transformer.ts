import { collect } from '../assembly/memory';
import { Output } from './output';
import { Plugin, served } from './plugin';
import { Record } from './record';

/** Makes one record of each one. */
export abstract class Transformer extends Plugin {
	/** Writes exactly one record. */
	abstract transform(record: Record, out: Output): void;
}

export function transform_data(ptr: usize, length: i32): i32 {
	return collect(each(ptr, length));
}

function each(ptr: usize, length: i32): i32 {
	const parts = served();
	const plugin = parts.plugin as Transformer;
	parts.out.clear();
	parts.records.open(ptr, length);
	while (parts.records.next()) {
		plugin.transform(parts.record, parts.out);
		if (plugin.failed) return plugin.outcome();
		parts.out.endRecord();
	}
	return parts.records.broken ? parts.records.failure() : parts.answer();
}
