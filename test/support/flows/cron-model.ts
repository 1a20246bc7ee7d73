import * as fc from 'fast-check';

const MINUTE_MS = 60_000;
/** No clock is put forth or back by more. Minutes */
const MOST_SHIFTED = 180;

/** A cron expression, and which minutes of the wall it names. Null: any. */
export interface CronModel {
	readonly text: string;
	readonly minutes: ReadonlySet<number>;
	readonly hours: ReadonlySet<number>;
	readonly days: ReadonlySet<number> | null;
	readonly months: ReadonlySet<number> | null;
	readonly weekdays: ReadonlySet<number> | null;
	/** A person named its minutes and hours one by one. */
	readonly isFixed: boolean;
}

interface Field {
	readonly text: string;
	readonly values: ReadonlySet<number> | null;
}

const any: Field = { text: '*', values: null };

function some(from: number, to: number, most: number): fc.Arbitrary<Field> {
	return fc
		.uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: most })
		.map((values) => ({ text: values.join(','), values: new Set(values) }));
}

function range(from: number, to: number): fc.Arbitrary<Field> {
	return fc.tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to })).map(([a, b]) => {
		const [first, last] = [Math.min(a, b), Math.max(a, b)];
		return { text: `${first}-${last}`, values: new Set(Array.from({ length: last - first + 1 }, (_, i) => first + i)) };
	});
}

function every(count: number, ...steps: readonly number[]): fc.Arbitrary<Field> {
	return fc.constantFrom(...steps).map((step) => ({
		text: `*/${step}`,
		values: new Set(Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step)),
	}));
}

const all = (count: number): ReadonlySet<number> => new Set(Array.from({ length: count }, (_, i) => i));

/** Expressions whose times come within days, for the most part: near the hours in which clocks are put forth and back. */
export const anyCron: fc.Arbitrary<CronModel> = fc
	.record({
		minute: fc.oneof(some(0, 59, 3), every(60, 10, 15, 30, 7), range(0, 59)),
		hour: fc.oneof(fc.constant(any), some(0, 4, 3), every(24, 2, 3), range(0, 4)),
		day: fc.oneof({ weight: 4, arbitrary: fc.constant(any) }, some(1, 31, 9)),
		month: fc.oneof({ weight: 6, arbitrary: fc.constant(any) }, some(1, 12, 8)),
		weekday: fc.oneof({ weight: 3, arbitrary: fc.constant(any) }, some(0, 6, 4)),
	})
	.map(({ minute, hour, day, month, weekday }) => ({
		text: [minute, hour, day, month, weekday].map(({ text }) => text).join(' '),
		minutes: minute.values ?? all(60),
		hours: hour.values ?? all(24),
		days: day.values,
		months: month.values,
		weekdays: weekday.values,
		isFixed: !`${minute.text} ${hour.text}`.includes('*'),
	}));

/** Minutes of the wall as numbers that a day's end does not break: as if the clock were never set. */
function wallMinute(at: number): number {
	const date = new Date(at);
	return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes()) / MINUTE_MS;
}

function names(cron: CronModel, wall: number): boolean {
	const date = new Date(wall * MINUTE_MS);
	const isDay = cron.days?.has(date.getUTCDate()) ?? true;
	const isWeekday = cron.weekdays?.has(date.getUTCDay()) ?? true;
	const fits = cron.days !== null && cron.weekdays !== null ? isDay || isWeekday : isDay && isWeekday;
	return (
		fits &&
		cron.minutes.has(date.getUTCMinutes()) &&
		cron.hours.has(date.getUTCHours()) &&
		(cron.months?.has(date.getUTCMonth() + 1) ?? true)
	);
}

/** Whether a whole minute, Unix ms, is one of an expression's times, in the time zone of this process. */
function isTime(cron: CronModel, at: number): boolean {
	const wall = wallMinute(at);
	if (!cron.isFixed) return names(cron, wall);
	const before = wallMinute(at - MINUTE_MS);
	// The clock was put forth: what it left out comes now.
	for (let left = before + 1; left < wall; left++) if (names(cron, left)) return true;
	if (!names(cron, wall)) return false;
	// It was put back: the first time counts.
	for (let back = 1; back <= MOST_SHIFTED; back++) if (wallMinute(at - back * MINUTE_MS) === wall) return false;
	return true;
}

/** An expression's times after a moment and up to another, Unix ms: each minute is asked. */
export function timesBetween(cron: CronModel, after: number, to: number): number[] {
	const found: number[] = [];
	for (let at = (Math.floor(after / MINUTE_MS) + 1) * MINUTE_MS; at <= to; at += MINUTE_MS) {
		if (isTime(cron, at)) found.push(at);
	}
	return found;
}

/** Zones, and moments shortly before their clocks are set. Unix ms */
export const zones: readonly { readonly zone: string; readonly before: readonly number[] }[] = [
	{ zone: 'Europe/Berlin', before: [Date.UTC(2026, 2, 28, 10), Date.UTC(2026, 9, 24, 10)] },
	{ zone: 'America/New_York', before: [Date.UTC(2026, 2, 7, 17), Date.UTC(2026, 9, 31, 17)] },
	{ zone: 'Australia/Lord_Howe', before: [Date.UTC(2026, 3, 4, 3), Date.UTC(2026, 9, 3, 3)] },
	{ zone: 'America/Santiago', before: [Date.UTC(2026, 3, 4, 12), Date.UTC(2026, 8, 5, 12)] },
	{ zone: 'Asia/Shanghai', before: [Date.UTC(2026, 1, 27, 12), Date.UTC(2028, 1, 27, 12)] },
];

/** Does something in a time zone, and goes back to the one before. */
export async function inZone<T>(zone: string, work: () => T | Promise<T>): Promise<T> {
	const before = process.env['TZ'];
	process.env['TZ'] = zone;
	try {
		return await work();
	} finally {
		if (before === undefined) delete process.env['TZ'];
		else process.env['TZ'] = before;
	}
}
