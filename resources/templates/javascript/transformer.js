// A transformer: one record for each, in order. This one numbers them, from `first` of its configuration on.
import { batchOf, recordsOf, telling } from '../sdk/dataflare.js';

let number = 1;

export const lifecycle = {
	init: telling((json) => {
		const { first = 1 } = JSON.parse(json);
		if (!Number.isInteger(first)) throw new Error('config.first must be a whole number');
		number = first;
	}),
	cleanup() {},
};

export const transformer = {
	transform: telling((batch) => batchOf(recordsOf(batch).map((record) => ({ number: number++, record })))),
};
