import { Buffer, isUtf8 } from 'node:buffer';
import type { CallAnswer } from '../../../shared/api/plugin-routes.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { overBudget } from '../../../shared/json/json-cost.ts';
import { findUnheldNumber } from '../../../shared/json/json-numbers.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { ANSWER_BUDGET } from '../../../shared/run/kept-output.ts';
import { type Batch, recordAt } from '../../../shared/sandbox/batch.ts';
import type { KeptOutputs } from '../../answers/kept-outputs.ts';
import type { SaidForm } from '../../answers/write-kept.ts';
import type { CallOutcome } from '../../runtime/runtime.ts';
import type { CallInput } from './call-input.ts';

type Told = Pick<CallAnswer, 'value' | 'base64' | 'kept'>;

/**
 * What a call answered, as its caller is told it. Of what is too much for that, and of numbers that values would change,
 * the bytes are kept as they are.
 */
export async function tellResult(
	kept: KeptOutputs,
	id: string,
	manifest: Manifest,
	input: Pick<CallInput, 'single'>,
	outcome: CallOutcome,
): Promise<Told> {
	const output = outputBytes(manifest, input, outcome);
	if (output === null) return {};
	const over =
		overBudget(output.data, { ...ANSWER_BUDGET, ...(output.form === 'bytes' ? countless : {}) }) ??
		(output.form !== 'bytes' && findUnheldNumber(textOf(output.data)) !== null ? 'numbers' : null);
	if (over !== null) return { kept: await kept.keep(id, output.data, output.form, over) };
	try {
		return resultOf(manifest, input, outcome);
	} catch (error) {
		// What a process that is owned calls JSON need not be any.
		if (error instanceof SyntaxError) return { base64: Buffer.from(output.data).toString('base64') };
		throw error;
	}
}

/** Bytes that nobody makes values of. */
const countless = { values: Number.POSITIVE_INFINITY, depth: Number.POSITIVE_INFINITY };

/** What came out, as bytes, and what it is said to be. Null: nothing came out. */
export function outputBytes(
	manifest: Manifest,
	input: Pick<CallInput, 'single'>,
	{ output }: CallOutcome,
): { readonly data: Uint8Array; readonly form: SaidForm } | null {
	if (output.kind === 'records') {
		const { batch } = output;
		if (input.single && batch.ends.length <= 1) {
			return batch.ends.length === 0 ? null : { data: recordAt(batch, 0), form: 'json' };
		}
		return { data: framed(batch), form: 'ndjson' };
	}
	if (output.data === null) return null;
	if (manifest.encoding === 'bytes' || !isUtf8(output.data)) return { data: output.data, form: 'bytes' };
	return { data: output.data, form: manifest.encoding === 'ndjson' ? 'lines' : 'json' };
}

/** The records as they stand, with what parts them. */
function framed({ data, ends, gap }: Batch): Uint8Array {
	return data.subarray(0, Math.min((ends.at(-1) ?? 0) + gap, data.length));
}

/** The values of an output: as much work and memory as the plugin likes. */
export function resultOf(
	manifest: Manifest,
	input: Pick<CallInput, 'single'>,
	{ output }: CallOutcome,
): { readonly value?: JsonValue; readonly base64?: string } {
	if (output.kind === 'records') {
		const values = Array.from(output.batch.ends, (_, index) => json(recordAt(output.batch, index)));
		if (!input.single || values.length > 1) return { value: values };
		return values.length === 0 ? {} : { value: values[0] as JsonValue };
	}
	if (output.data === null) return {};
	if (manifest.encoding === 'bytes' || !isUtf8(output.data)) {
		return { base64: Buffer.from(output.data).toString('base64') };
	}
	return { value: manifest.encoding === 'ndjson' ? ndjsonValue(output.data) : json(output.data) };
}

function ndjsonValue(data: Uint8Array): JsonValue {
	const lines = textOf(data)
		.split('\n')
		.filter((line) => line.trim() !== '');
	const values = lines.map((line) => JSON.parse(line) as JsonValue);
	return values.length === 1 ? (values[0] as JsonValue) : values;
}

function json(data: Uint8Array): JsonValue {
	return JSON.parse(textOf(data)) as JsonValue;
}

function textOf(data: Uint8Array): string {
	return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');
}
