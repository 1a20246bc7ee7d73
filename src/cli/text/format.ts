import { InvalidArgumentError } from 'commander';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function formatCount(value: number): string {
	return number.format(value);
}

/** `1 run`, `2 runs`. */
export function counted(value: number, one: string): string {
	return `${formatCount(value)} ${one}${value === 1 ? '' : 's'}`;
}

/** Decimal units (SI). */
export function formatBytes(bytes: number): string {
	let value = bytes;
	let unit = 0;
	while (value >= 1000 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${number.format(value)} ${units[unit]}`;
}

/** Binary units, as limits of memory are set. */
export function formatMemory(bytes: number): string {
	return bytes < 1024 ** 2 ? `${number.format(bytes / 1024)} KiB` : `${number.format(bytes / 1024 ** 2)} MiB`;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function formatDuration(ms: number | null): string {
	if (ms === null) return '—';
	if (ms < 1000) return `${Math.round(ms)} ms`;
	if (ms >= DAY_MS) return `${number.format(ms / DAY_MS)} ${ms === DAY_MS ? 'day' : 'days'}`;
	return ms < 60_000
		? `${number.format(ms / 1000)} s`
		: `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** Local time, in the order that sorts. */
export function formatTime(ms: number): string {
	return new Date(ms).toLocaleString('sv-SE');
}

const byteFactors: Readonly<Record<string, number>> = {
	b: 1,
	'': 1,
	k: 1000,
	kb: 1000,
	kib: 1024,
	m: 1e6,
	mb: 1e6,
	mib: 1024 ** 2,
	g: 1e9,
	gb: 1e9,
	gib: 1024 ** 3,
};
const timeFactors: Readonly<Record<string, number>> = {
	ms: 1,
	'': 1,
	s: 1000,
	m: 60_000,
	min: 60_000,
	h: 3_600_000,
	d: 86_400_000,
};

/** `32MB`, `64MiB`, `1GB` → bytes. */
export function parseBytes(text: string): number {
	return quantity(text, byteFactors, 'a size such as 32MB or 64MiB');
}

/** `500ms`, `5s`, `2min`, `30d` → ms. */
export function parseDuration(text: string): number {
	return quantity(text, timeFactors, 'a time such as 500ms, 5s, 2min or 30d');
}

function quantity(text: string, factors: Readonly<Record<string, number>>, expected: string): number {
	const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
	const factor = factors[(unit ?? '?').toLowerCase()];
	if (digits === undefined || factor === undefined) throw new InvalidArgumentError(`Expected ${expected}.`);
	return Math.round(Number(digits) * factor);
}

export function parseCount(text: string): number {
	if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
	return Number(text);
}

/** 1 or more: batches, limits. */
export function parsePositive(text: string): number {
	const count = parseCount(text);
	if (count === 0) throw new InvalidArgumentError('Expected 1 or more.');
	return count;
}
