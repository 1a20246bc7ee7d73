import type { z } from 'zod';
import { noCounts, notOfFlow, type RunStage } from '../../../shared/run/run.ts';
import { fromColumn } from '../rows/json-column.ts';
import { stageColumn, stageFields } from '../rows/row-schemas.ts';

export interface StageRow {
	readonly position: number;
	readonly plugin: string;
	readonly stage: string;
}

/** Set where something of a run could not be read. */
export interface Damage {
	isFound: boolean;
}

type StageFields = Omit<RunStage, 'position' | 'plugin'>;

/** What stands where a field is missing or is not what it should be. */
const nothing: StageFields = {
	type: 'processor',
	fn: '',
	versionHash: '',
	version: null,
	grantVersion: 0,
	config: {},
	busyMs: 0,
	error: null,
	...noCounts,
	...notOfFlow,
};

/** Field by field: one that cannot be read costs no other. */
function readableFields(kept: Readonly<Record<string, unknown>>): StageFields {
	const schemas: Readonly<Record<string, z.ZodType<unknown>>> = stageFields;
	const read: Record<string, unknown> = { ...nothing, ...kept };
	for (const name of Object.keys(nothing) as (keyof StageFields)[]) {
		const field = schemas[name]?.safeParse(kept[name]);
		read[name] = field?.success === true ? field.data : nothing[name];
	}
	return read as unknown as StageFields;
}

/** Never throws: of a stage that is damaged stands what can be read, and that it is damaged is told. */
export function toStage(row: StageRow, what: string, damage: Damage): RunStage {
	const whole = readable(stageColumn, row.stage, what, damage);
	if (whole !== null) return whole;
	const { position, plugin } = row;
	return { ...readableFields(objectIn(row.stage)), position, plugin };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
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
