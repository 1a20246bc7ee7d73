import { collect } from '../assembly/memory';
import { Output } from './output';
import { Plugin, served } from './plugin';

/** Gives records of its own. */
export abstract class Source extends Plugin {
	/** Writes the next records, a batch at once where it can. Nothing written: the end. */
	abstract read(out: Output): void;
}

export function read_data(): i32 {
	return collect(read());
}

function read(): i32 {
	const parts = served();
	parts.out.clear();
	(parts.plugin as Source).read(parts.out);
	return parts.answer();
}
