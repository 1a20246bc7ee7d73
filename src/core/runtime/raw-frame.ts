/** Everything that a frame may hold, before it was looked at. */
export interface RawFrame {
	readonly v?: unknown;
	readonly gen?: unknown;
	readonly t?: unknown;
	readonly id?: unknown;
	readonly [key: string]: unknown;
}

export function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export function isAmount(value: unknown): value is number {
	return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
