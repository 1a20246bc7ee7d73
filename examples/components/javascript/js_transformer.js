// A transformer in JavaScript: gives each flight its times in ISO 8601 and what its delay means.
import log from 'dataflare:plugin/log@1.0.0';
import { batchOf, recordsOf, telling } from '../../../sdk/javascript/dataflare.js';

/** Minutes. */
let late = 15;

export const lifecycle = {
	init: telling((config) => {
		const { late_after: wanted = late } = JSON.parse(config);
		if (!Number.isFinite(wanted)) throw new Error('config.late_after must be a number of minutes');
		late = wanted;
	}),
	cleanup() {},
};

export const transformer = {
	transform: telling((batch) => {
		const flights = recordsOf(batch);
		log.log('debug', `${flights.length} flights`);
		return batchOf(flights.map(described));
	}),
};

/** `date` is `2001/01/01 06:55`, `delay` minutes or null. */
function described(flight, index) {
	const [, day, minute] = /^(\d{4}\/\d\d\/\d\d) (\d\d:\d\d)$/.exec(flight.date) ?? [];
	if (day === undefined) throw new Error(`flight ${index + 1}: date must be like "2001/01/01 06:55"`);
	const planned = `${day.replaceAll('/', '-')}T${minute}:00Z`;
	if (flight.delay === null) return { ...flight, planned, status: 'cancelled' };
	const departed = new Date(Date.parse(planned) + flight.delay * 60_000).toISOString();
	const status = flight.delay > late ? 'late' : flight.delay < 0 ? 'early' : 'on time';
	return { ...flight, planned, departed, status };
}
