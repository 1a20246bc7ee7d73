import { collect } from '../assembly/memory';
import { Plugin, served } from './plugin';
import { Record } from './record';

/** Decides which records stay. */
export abstract class Filter extends Plugin {
	abstract keep(record: Record): bool;
}

export function filter_data(ptr: usize, length: i32): i32 {
	return collect(each(ptr, length));
}

/** 1: all stay; 0: none does; else true or false for each. */
function each(ptr: usize, length: i32): i32 {
	const parts = served();
	const plugin = parts.plugin as Filter;
	parts.out.clear();
	parts.records.open(ptr, length);
	let seen = 0;
	let kept = 0;
	while (parts.records.next()) {
		const stays = plugin.keep(parts.record);
		if (plugin.failed) return plugin.outcome();
		parts.out.boolean(stays);
		parts.out.endRecord();
		seen++;
		if (stays) kept++;
	}
	if (parts.records.broken) return parts.records.failure();
	return kept == seen ? 1 : kept == 0 ? 0 : parts.answer();
}
