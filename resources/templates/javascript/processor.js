// A processor: any number of records for each. Of `every` records this one passes on the first.
import { batchOf, recordsOf, telling } from '../sdk/dataflare.js';

let every = 2;
let seen = 0;

export const lifecycle = {
	init: telling((json) => {
		const { every: wanted = 2 } = JSON.parse(json);
		if (!Number.isInteger(wanted) || wanted < 1) throw new Error('config.every must be a whole number from 1 on');
		every = wanted;
	}),
	cleanup() {},
};

export const processor = {
	/** The records that come of a batch; undefined for none. */
	process: telling((batch) => {
		const records = recordsOf(batch).filter(() => seen++ % every === 0);
		return records.length === 0 ? undefined : batchOf(records);
	}),
};
