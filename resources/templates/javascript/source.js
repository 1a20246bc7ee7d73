// A source: counts up to `count` of its configuration, a record for each number.
import { batchOf, telling } from '../sdk/dataflare.js';

/** Records handed over together. */
const BATCH = 1000;

let count = 3;
let next = 1;

export const lifecycle = {
	init: telling((json) => {
		const { count: wanted = 3 } = JSON.parse(json);
		if (!Number.isInteger(wanted) || wanted < 0) throw new Error('config.count must be a whole number from 0 on');
		count = wanted;
	}),
	cleanup() {},
};

export const source = {
	/** The next records; undefined at the end. */
	read: telling(() => {
		const records = [];
		while (records.length < BATCH && next <= count) records.push({ n: next++ });
		return records.length === 0 ? undefined : batchOf(records);
	}),
};
