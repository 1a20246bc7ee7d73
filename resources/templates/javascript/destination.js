// A destination: writes records to the file `path` of its configuration, one on each line.
import files from 'dataflare:plugin/files@1.0.0';
import { encode, recordsOf, telling } from '../sdk/dataflare.js';

let path = 'out/records.ndjson';
let begun = false;

export const lifecycle = {
	init: telling((json) => {
		const { path: wanted = path } = JSON.parse(json);
		if (typeof wanted !== 'string') throw new Error('config.path must be a text');
		path = wanted;
	}),
	cleanup() {},
};

export const destination = {
	/** The first batch replaces the file, those after it are added. */
	write: telling((batch) => {
		const lines = recordsOf(batch).map((record) => `${JSON.stringify(record)}\n`);
		try {
			files.write(path, encode(lines.join('')), begun ? 'append' : 'replace');
		} catch (failure) {
			throw new Error(`cannot write ${path}: ${failure.payload ?? failure}`);
		}
		begun = true;
	}),
};
