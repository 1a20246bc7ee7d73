import { useTranslation } from 'react-i18next';
import type { TimeFormat } from '../appearance.ts';
import { usePreferences } from '../preferences.tsx';

export interface Format {
	/** With grouping: 231,083. */
	count(value: number): string;
	/** At most three significant digits: 1.2K. */
	compact(value: number): string;
	/** Binary steps, as memory and file sizes are told here: 4.2 MB. */
	bytes(value: number): string;
	/** From 0.42 ms to 2 h 5 min. */
	duration(ms: number): string;
	/** The short name of a unit that `Intl` knows: MB, sec. */
	unitName(unit: string): string;
	/** Of 1. */
	percent(value: number): string;
	/** As the person chose: local, UTC or relative. */
	time(at: number): string;
	/** Date and time to the second, whatever was chosen. */
	fullTime(at: number): string;
	/** A mark on a time axis that is `spanMs` long: as much of date and time as tells the marks apart. */
	axisTime(at: number, spanMs: number): string;
	/** Time of day to the millisecond, for logs. */
	clock(at: number): string;
	relative(at: number, now?: number): string;
	/** A rate per second. */
	rate(perSecond: number): string;
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const DAY_MS = 86_400_000;
const relativeSteps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
	['year', 31_536_000_000],
	['month', 2_592_000_000],
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
	['second', 1000],
];

/** What is expensive to make is made when it is first wanted. */
function once<T extends object>(make: () => T): () => T {
	let made: T | undefined;
	return () => {
		made ??= make();
		return made;
	};
}

export function createFormat(language: string, timeFormat: TimeFormat): Format {
	const whole = once(() => new Intl.NumberFormat(language, { maximumFractionDigits: 0 }));
	const compact = once(() => new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 }));
	const percent = once(() => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }));
	const relative = once(() => new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }));
	const units = new Map<string, Intl.NumberFormat>();
	const inUnit = (value: number, unit: string, digits: number): string => {
		const key = `${unit}/${digits}`;
		let format = units.get(key);
		if (format === undefined) {
			format = new Intl.NumberFormat(language, {
				style: 'unit',
				unit,
				unitDisplay: 'short',
				maximumFractionDigits: digits,
			});
			units.set(key, format);
		}
		return spaced(format.format(value));
	};
	const zone = timeFormat === 'utc' ? { timeZone: 'UTC' } : {};
	const times = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) =>
		once(() => new Intl.DateTimeFormat(language, { ...options, ...zone }));
	const full = times({ dateStyle: 'medium', timeStyle: 'medium' });
	const clock = times({
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		fractionalSecondDigits: 3,
		hour12: false,
	});
	const marks = {
		seconds: times({ timeStyle: 'medium', hourCycle: 'h23' }),
		minutes: times({ timeStyle: 'short', hourCycle: 'h23' }),
		hours: times({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
		days: times({ month: 'short', day: 'numeric' }),
		years: times({ year: 'numeric', month: 'short' }),
	};
	const digitsOf = (value: number): number => (value < 10 ? 1 : 0);
	const format: Format = {
		// Most counts are small, and the first one made by Intl takes longer than a table of them.
		count: (value) => (value < 1000 && value >= 0 && Number.isInteger(value) ? `${value}` : whole().format(value)),
		compact: (value) => compact().format(value),
		bytes(value) {
			let step = 0;
			let scaled = value;
			while (scaled >= 1024 && step < byteUnits.length - 1) {
				scaled /= 1024;
				step += 1;
			}
			// Intl's short English unit is "byte" for any number of them.
			return step === 0 ? `${format.count(value)} B` : inUnit(scaled, byteUnits[step] ?? 'byte', digitsOf(scaled));
		},
		duration(ms) {
			if (ms < 1) return inUnit(ms, 'millisecond', 2);
			if (ms < 1000) return inUnit(ms, 'millisecond', digitsOf(ms));
			if (ms < 60_000) return inUnit(ms / 1000, 'second', digitsOf(ms / 1000));
			const seconds = Math.round(ms / 1000);
			const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
			const days = Math.floor(hours / 24);
			const parts: readonly (readonly [number, string])[] =
				days > 0
					? [
							[days, 'day'],
							[hours % 24, 'hour'],
						]
					: hours > 0
						? [
								[hours, 'hour'],
								[minutes, 'minute'],
							]
						: [
								[minutes, 'minute'],
								[rest, 'second'],
							];
			return parts
				.filter(([value], index) => index === 0 || value > 0)
				.map(([value, unit]) => inUnit(value, unit, 0))
				.join(' ');
		},
		unitName: (unit) =>
			new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' })
				.formatToParts(2)
				.filter(({ type }) => type === 'unit')
				.map(({ value }) => value)
				.join(''),
		percent: (value) => (value === 0 ? '0%' : percent().format(value)),
		time: (at) => (timeFormat === 'relative' ? format.relative(at) : full().format(at)),
		fullTime: (at) => full().format(at),
		axisTime(at, spanMs) {
			if (spanMs <= 5 * 60_000) return marks.seconds().format(at);
			if (spanMs <= 20 * 3_600_000) return marks.minutes().format(at);
			if (spanMs <= 4 * DAY_MS) return marks.hours().format(at);
			return (spanMs <= 500 * DAY_MS ? marks.days : marks.years)().format(at);
		},
		clock: (at) => clock().format(at),
		relative(at, now = Date.now()) {
			const delta = at - now;
			for (const [unit, size] of relativeSteps) {
				if (Math.abs(delta) >= size) return spaced(relative().format(Math.round(delta / size), unit));
			}
			return relative().format(0, 'second');
		},
		rate: (perSecond) => `${compact().format(perSecond)}/${language.startsWith('zh') ? '秒' : 's'}`,
	};
	return format;
}

/** A figure and a Chinese unit stand apart, as figures and words do in all of the window's Chinese texts. */
function spaced(text: string): string {
	return text.replace(/(\d)(?=\p{Script=Han})/u, '$1 ');
}

/** Numbers, sizes and times in the window's language. */
export function useFormat(): Format {
	const { i18n } = useTranslation();
	const { timeFormat } = usePreferences();
	return formatOf(i18n.language, timeFormat);
}

const formats = new Map<string, Format>();

/** One for all components: each row of a table asks. */
function formatOf(language: string, timeFormat: TimeFormat): Format {
	const key = `${language} ${timeFormat}`;
	const known = formats.get(key) ?? createFormat(language, timeFormat);
	formats.set(key, known);
	return known;
}
