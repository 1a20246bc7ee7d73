// An aggregator: few records for many. This one counts them, under the name `as` of its configuration.
import { batchOf, recordsOf, telling } from '../sdk/dataflare.js';

let name = 'records';
let count = 0;

export const lifecycle = {
	init: telling((json) => {
		const { as = 'records' } = JSON.parse(json);
		if (typeof as !== 'string') throw new Error('config.as must be a text');
		name = as;
	}),
	cleanup() {},
};

export const aggregator = {
	aggregate: telling((batch) => {
		count += recordsOf(batch).length;
	}),
	/** Called once, after the last record. */
	finish: telling(() => batchOf([{ [name]: count }])),
};
