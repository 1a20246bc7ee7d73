import { MAX_MEMORY_BYTES } from '../../../shared/policy/limits.ts';

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

/** Beyond this a time is none, and sums of it would leave what can be stored. About 30 years in ms. */
const MAX_AMOUNT = 1e12;

export function isAmount(value: unknown): value is number {
	return typeof value === 'number' && value >= 0 && value <= MAX_AMOUNT;
}

/** Unix ms, as the store keeps it. */
export function isTime(value: unknown): value is number {
	return isCount(value) && value <= 8.64e15;
}

/** Size of a guest's memory, bytes. */
export function isMemorySize(value: unknown): value is number {
	return isCount(value) && value <= MAX_MEMORY_BYTES;
}
