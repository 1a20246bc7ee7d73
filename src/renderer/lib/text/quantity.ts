/** A unit and how many of the base unit (bytes, ms, one) it stands for. */
export interface Unit<U extends string = string> {
	readonly unit: U;
	readonly factor: number;
}

/** Smallest first. */
export const byteUnits = [
	{ unit: 'kilobyte', factor: 1024 },
	{ unit: 'megabyte', factor: 1024 ** 2 },
	{ unit: 'gigabyte', factor: 1024 ** 3 },
] as const satisfies readonly Unit[];

/** Smallest first. */
export const timeUnits = [
	{ unit: 'millisecond', factor: 1 },
	{ unit: 'second', factor: 1000 },
	{ unit: 'minute', factor: 60_000 },
	{ unit: 'hour', factor: 3_600_000 },
	{ unit: 'day', factor: 86_400_000 },
] as const satisfies readonly Unit[];

export type UnitName = (typeof byteUnits)[number]['unit'] | (typeof timeUnits)[number]['unit'];

/** The largest unit in which a value is a whole number, or has at most two digits behind the point. */
export function bestUnit<U extends Unit>(value: number, units: readonly U[]): U | undefined {
	const fitting = units.filter(({ factor }) => value >= factor);
	return (
		fitting.findLast(({ factor }) => value % factor === 0) ??
		fitting.findLast(({ factor }) => Number.isInteger((value / factor) * 100)) ??
		units[0]
	);
}

/** What a person typed, in the base unit; null: that is no number. A comma may stand for the point. */
export function parseQuantity(text: string, factor: number): number | null {
	const trimmed = text.trim().replace(',', '.');
	return /^\d+(\.\d+)?$/.test(trimmed) ? Math.round(Number(trimmed) * factor) : null;
}

/** A value as a field shows it, in a unit. */
export function printQuantity(value: number, factor: number): string {
	return String(Number((value / factor).toFixed(3)));
}
