import { collect } from '../assembly/memory';
import { Output } from './output';
import { Plugin, served } from './plugin';
import { Record } from './record';

/** Makes any number of records of each one. */
export abstract class Processor extends Plugin {
	/** Between two records it calls `out.endRecord()`. */
	abstract process(record: Record, out: Output): void;
}

export function process_data(ptr: usize, length: i32): i32 {
	return collect(each(ptr, length));
}

function each(ptr: usize, length: i32): i32 {
	const parts = served();
	const plugin = parts.plugin as Processor;
	parts.out.clear();
	parts.records.open(ptr, length);
	while (parts.records.next()) {
		plugin.process(parts.record, parts.out);
		if (plugin.failed) return plugin.outcome();
		parts.out.endRecord();
	}
	return parts.records.broken ? parts.records.failure() : parts.answer();
}
