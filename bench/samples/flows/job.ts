import { readFileSync } from 'node:fs';
import type { Row } from '../rows.ts';

/** CSV, of which late flights are kept and grouped by where they went from and to; one record for each such pair. */
export const late = { field: 'delay', op: 'gt', value: 15 } as const;
export const isLate = (delay: number | null): boolean => delay !== null && delay > late.value;

export const grouping = {
	group_by: ['origin', 'destination'],
	aggregates: [
		{ op: 'count', as: 'flights' },
		{ op: 'mean', field: 'delay', as: 'mean' },
		{ op: 'max', field: 'distance', as: 'longest' },
	],
};

export const header = 'id,day,origin,destination,delay,distance,remark\n';

/** About 52 bytes; every fourth remark is in quotes. */
export function lineOf({ id, date, origin, destination, delay, distance, remark }: Row): string {
	const quoted = /[",]/.test(remark) ? `"${remark.replaceAll('"', '""')}"` : remark;
	return `${id},${date.slice(5, 10)},${origin},${destination},${delay ?? ''},${distance},${quoted}\n`;
}

/** What every one of them writes, however it orders its records. */
interface Group {
	readonly origin: string;
	readonly destination: string;
	readonly flights: number;
	readonly mean: number;
	readonly longest: number;
}

/** The records of an answer as one text that is the same for the same records. */
export function answerIn(path: string): string {
	const groups = readFileSync(path, 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => {
			const { origin, destination, flights, mean, longest } = JSON.parse(line) as Group;
			return JSON.stringify([origin, destination, flights, mean, longest]);
		});
	return groups.sort().join('\n');
}

/** Gathers the groups for whoever does it by hand. */
export class Groups {
	readonly #groups = new Map<string, { flights: number; sum: number; longest: number }>();

	add(origin: string, destination: string, delay: number, distance: number): void {
		const key = `${origin},${destination}`;
		const group = this.#groups.get(key);
		if (group === undefined) {
			this.#groups.set(key, { flights: 1, sum: delay, longest: distance });
			return;
		}
		group.flights++;
		group.sum += delay;
		if (distance > group.longest) group.longest = distance;
	}

	lines(): string {
		let text = '';
		for (const [key, { flights, sum, longest }] of this.#groups) {
			const [origin, destination] = key.split(',');
			text += `${JSON.stringify({ origin, destination, flights, mean: sum / flights, longest })}\n`;
		}
		return text;
	}
}
