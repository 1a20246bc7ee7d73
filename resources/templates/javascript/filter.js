// A filter: keeps the records whose JSON contains the text `contains` of its configuration.
import { recordsOf, telling } from '../sdk/dataflare.js';

let contains = '';

export const lifecycle = {
	init: telling((json) => {
		const { contains: wanted = '' } = JSON.parse(json);
		if (typeof wanted !== 'string') throw new Error('config.contains must be a text');
		contains = wanted;
	}),
	cleanup() {},
};

export const filter = {
	/** For each record, in order, whether it is kept. */
	filter: telling((batch) => recordsOf(batch).map((record) => JSON.stringify(record).includes(contains))),
};
