import { collect } from '../assembly/memory';
import { Plugin, served } from './plugin';
import { Record } from './record';

/** Takes records somewhere. */
export abstract class Destination extends Plugin {
	abstract write(record: Record): void;

	/** At the end of each batch: what was kept back must be written now. */
	flush(): void {}
}

export function write_data(ptr: usize, length: i32): i32 {
	return collect(each(ptr, length));
}

function each(ptr: usize, length: i32): i32 {
	const parts = served();
	const plugin = parts.plugin as Destination;
	parts.records.open(ptr, length);
	while (parts.records.next()) {
		plugin.write(parts.record);
		if (plugin.failed) return plugin.outcome();
	}
	if (parts.records.broken) return parts.records.failure();
	plugin.flush();
	return plugin.outcome();
}
