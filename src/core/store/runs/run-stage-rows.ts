import { z } from 'zod';
import { componentTypes } from '../../../shared/plugin/component-type.ts';
import type { RunStage } from '../../../shared/run/run.ts';
import { fromColumn } from '../json-column.ts';
import { stageColumn, wireErrorSchema } from '../row-schemas.ts';

export interface StageRow {
	readonly position: number;
	readonly plugin: string;
	readonly stage: string;
}

/** Set where something of a run could not be read. */
export interface Damage {
	isFound: boolean;
}

const amount = z.number().min(0).catch(0);

/** Field by field: what is missing or is not what it should be stands at nothing. */
const partialStage = z.looseObject({
	type: z.enum(componentTypes).catch('processor'),
	fn: z.string().catch(''),
	versionHash: z.string().catch(''),
	version: z.string().nullable().catch(null),
	grantVersion: z.int().min(0).catch(0),
	config: z.json().catch({}),
	busyMs: z.number().catch(0),
	error: wireErrorSchema.nullable().catch(null),
	recordsIn: amount,
	recordsOut: amount,
	bytesIn: amount,
	bytesOut: amount,
	peakMemoryBytes: amount,
	hostCalls: amount,
	denials: amount,
});

/** Never throws: of a stage that is damaged stands what can be read, and that it is damaged is told. */
export function toStage(row: StageRow, what: string, damage: Damage): RunStage {
	const whole = readable(stageColumn, row.stage, what, damage);
	if (whole !== null) return whole;
	const { position, plugin } = row;
	return { ...partialStage.parse(objectIn(row.stage)), position, plugin };
}

function objectIn(text: string): object {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
	} catch {
		return {};
	}
}

/** A JSON column; null where there is nothing, or nothing that can be read. */
export function readable<T>(schema: z.ZodType<T>, text: string | null, what: string, damage: Damage): T | null {
	if (text === null) return null;
	try {
		return fromColumn(schema, text, what);
	} catch {
		damage.isFound = true;
		return null;
	}
}
