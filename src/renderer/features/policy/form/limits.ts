import { useMemo } from 'react';
import { MAX_NEW_FILES } from '../../../../shared/policy/limits.ts';
import { type LimitField, type LimitName, policyLimits } from '../../../../shared/policy/policy-limits.ts';
import { useRoute } from '../../../client/engine.tsx';
import { byteUnits, timeUnits, type Unit, type UnitName } from '../../../lib/text/quantity.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

const KB = 1024;
const MB = 1024 * KB;
const GB = 1024 * MB;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How a limit is entered, beside what it is. */
interface LimitScale {
	readonly field: LimitField;
	readonly min: number;
	readonly max: number;
	/** None: a plain number. */
	readonly units: readonly Unit<UnitName>[];
	/** What a step up or down leads to. */
	readonly steps: readonly number[];
}

export const scales: Readonly<Record<LimitName, LimitScale>> = {
	memory: {
		...policyLimits.memory,
		units: byteUnits,
		steps: [64 * KB, 256 * KB, ...[1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((n) => n * MB), GB, 2 * GB, 4 * GB],
	},
	time: {
		...policyLimits.time,
		units: timeUnits.filter(({ unit }) => unit !== 'day'),
		steps: [
			...[1, 10, 50, 100, 250, 500],
			...[1, 2, 5, 10, 20, 30].map((n) => n * SECOND),
			...[1, 2, 5, 10, 30].map((n) => n * MINUTE),
			...[1, 2, 6, 12, 24].map((n) => n * HOUR),
		],
	},
	written: {
		...policyLimits.written,
		units: byteUnits,
		steps: [0, ...[1, 16, 64, 256].map((n) => n * MB), ...[1, 2, 4, 8, 16, 64, 256, 1024].map((n) => n * GB)],
	},
	files: {
		...policyLimits.files,
		units: [],
		steps: [0, 1, 10, 100, 1000, 10_000, 100_000, 1_000_000, MAX_NEW_FILES],
	},
};

export function step(kind: LimitName, value: number, direction: 1 | -1): number {
	const { steps, min, max } = scales[kind];
	const next = direction === 1 ? steps.find((one) => one > value) : steps.findLast((one) => one < value);
	return next ?? (direction === 1 ? max : min);
}

export function isWithin(kind: LimitName, value: number): boolean {
	const { min, max } = scales[kind];
	return Number.isInteger(value) && value >= min && value <= max;
}

/** Says the value of a limit with its unit. */
export function useSayLimit(kind: LimitName): (value: number) => string {
	const format = useFormat();
	const sayings: Readonly<Record<LimitName, (value: number) => string>> = {
		memory: format.bytes,
		time: format.duration,
		written: format.bytes,
		files: format.count,
	};
	return sayings[kind];
}

/** What else holds a limit down: the plugin's own manifest, and the ceiling for all plugins. Undefined: nothing. */
export interface OtherLimits {
	readonly own: number | undefined;
	readonly ceiling: number | undefined;
}

/** What holds a plugin's limits down besides its grant. */
export function useOtherLimits(name: string): Readonly<Record<LimitName, OtherLimits>> {
	const { data: record } = useRoute('plugins.get', { name });
	const { data: settings } = useRoute('settings.get', {});
	return useMemo(() => {
		const manifest = record?.current?.manifest;
		return {
			memory: { own: manifest?.memory_limit, ceiling: settings?.ceiling_memory },
			time: { own: manifest?.timeout_ms, ceiling: settings?.ceiling_time },
			written: { own: undefined, ceiling: undefined },
			files: { own: undefined, ceiling: undefined },
		};
	}, [record, settings]);
}
