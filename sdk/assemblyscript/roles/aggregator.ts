import { collect } from '../assembly/memory';
import { Output } from './output';
import { Plugin, served } from './plugin';
import { Record } from './record';

/** Makes a result of all records together. */
export abstract class Aggregator extends Plugin {
	abstract add(record: Record): void;

	/** Writes the result at the end, one record or several. */
	abstract finish(out: Output): void;
}

export function aggregate_data(ptr: usize, length: i32): i32 {
	return collect(each(ptr, length));
}

function each(ptr: usize, length: i32): i32 {
	const parts = served();
	const plugin = parts.plugin as Aggregator;
	parts.records.open(ptr, length);
	while (parts.records.next()) {
		plugin.add(parts.record);
		if (plugin.failed) return plugin.outcome();
	}
	return parts.records.broken ? parts.records.failure() : plugin.outcome();
}

export function aggregate_result(): i32 {
	return collect(finish());
}

function finish(): i32 {
	const parts = served();
	parts.out.clear();
	(parts.plugin as Aggregator).finish(parts.out);
	return parts.answer();
}
