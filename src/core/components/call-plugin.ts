import { Buffer, isUtf8 } from 'node:buffer';
import type { CallAnswer } from '../../shared/api/plugin-routes.ts';
import type { RouteParsed } from '../../shared/api/routes.ts';
import { batchOf, recordAt } from '../../shared/batch.ts';
import { DataFlareError, type JsonValue, toDataFlareError } from '../../shared/errors.ts';
import { because } from '../../shared/failure-reason.ts';
import { describeJsonProblem } from '../../shared/json-problem.ts';
import { componentFunctions } from '../../shared/plugin/component-type.ts';
import { type Manifest, takesBatches } from '../../shared/plugin/manifest.ts';
import { newRunId } from '../../shared/run-id.ts';
import { refuseLifecycle } from '../../shared/wasm/callable-shape.ts';
import type { ActiveRuns } from '../pipelines/active-runs.ts';
import { RunRecorder, type RunRecorderDeps } from '../pipelines/run-recorder.ts';
import { MAX_OUTPUT_BYTES } from '../pipelines/stage.ts';
import { recordedStage } from '../pipelines/streams.ts';
import type { CallOptions, CallOutcome } from '../runtime/runtime.ts';
import type { PluginLoader } from './plugin-loader.ts';
import type { PluginPools } from './plugin-pools.ts';

export interface CallDeps {
	readonly loader: PluginLoader;
	readonly pools: PluginPools;
	readonly active: ActiveRuns;
	readonly recording: () => RunRecorderDeps;
}

/** Calls one exported function once, as a run of its own. */
export async function callPlugin(deps: CallDeps, request: RouteParsed<'plugins.call'>): Promise<CallAnswer> {
	const plugin = await deps.loader.load(request.name);
	const input = callInput(plugin.manifest, request);
	const recorder = new RunRecorder(deps.recording(), {
		id: request.runId ?? newRunId(),
		kind: 'call',
		label: request.name,
		fn: request.fn,
		trigger: request.trigger,
		request: { function: request.fn, timeoutMs: request.timeoutMs ?? null },
		stages: [recordedStage(plugin, request.fn, plugin.manifest.config)],
	});
	return deps.active.track(recorder.id, async (abort) => {
		try {
			const pool = await deps.pools.get(plugin, deps.loader);
			recorder.entered(input.records, input.bytes);
			const outcome = await pool.call({
				fn: request.fn,
				input: input.frame,
				timeoutMs: request.timeoutMs,
				maxOutputBytes: MAX_OUTPUT_BYTES,
				signal: abort.signal,
				sink: recorder.sink(0),
			});
			return answer(recorder, plugin.manifest, input, outcome, request.result);
		} catch (thrown) {
			const error = toDataFlareError(thrown);
			recorder.blame(0, error);
			recorder.finish(error.code === 'cancelled' ? 'cancelled' : 'failed', error);
			throw new DataFlareError(error.code, error.message, {
				hint: error.hint,
				details: { ...error.details, runId: recorder.id },
				origin: error.origin,
				cause: error,
			});
		}
	});
}

export interface CallInput {
	readonly frame: CallOptions['input'];
	readonly bytes: Uint8Array;
	readonly records: number;
	/** One record went in, so one comes out as itself rather than as a list. */
	readonly single: boolean;
}

const nothing = new Uint8Array(0);

/**
 * What the function is handed: records for a component function that takes batches, the bytes as they are otherwise.
 * Throws `invalid_input` for what is no JSON, and for a function that nobody but the host may call.
 */
export function callInput(
	manifest: Manifest,
	request: Pick<RouteParsed<'plugins.call'>, 'fn' | 'input' | 'inputBase64'>,
): CallInput {
	refuseLifecycle(request.fn);
	if (request.inputBase64 !== undefined) {
		const bytes = new Uint8Array(Buffer.from(request.inputBase64, 'base64'));
		return { frame: { kind: 'value', data: bytes }, bytes, records: 1, single: true };
	}
	if (request.input === undefined)
		return { frame: { kind: 'value', data: null }, bytes: nothing, records: 0, single: true };
	const bytes = new TextEncoder().encode(request.input);
	const isComponentCall = componentFunctions[manifest.type][0] === request.fn && manifest.type !== 'source';
	if (manifest.encoding === 'bytes') return { frame: { kind: 'value', data: bytes }, bytes, records: 1, single: true };
	const parsed = parseInput(request.input, manifest);
	if (!isComponentCall || !takesBatches(manifest)) {
		return { frame: { kind: 'value', data: bytes }, bytes, records: 1, single: true };
	}
	const batch = batchOf(parsed.values.map((value) => new TextEncoder().encode(JSON.stringify(value))));
	return { frame: { kind: 'records', batch }, bytes: batch.data, records: parsed.values.length, single: parsed.single };
}

function parseInput(
	text: string,
	manifest: Manifest,
): { readonly values: readonly JsonValue[]; readonly single: boolean } {
	try {
		const value = JSON.parse(text) as JsonValue;
		return Array.isArray(value) ? { values: value, single: false } : { values: [value], single: true };
	} catch (error) {
		if (manifest.encoding === 'ndjson') return { values: parseLines(text), single: false };
		throw new DataFlareError('invalid_input', `The input is not JSON: ${describeJsonProblem(text)}.`, {
			details: because('input_not_json'),
			hint: 'Strings need double quotes; in a shell, put the whole of it in single quotes.',
			cause: error,
		});
	}
}

function parseLines(text: string): readonly JsonValue[] {
	return text.split('\n').flatMap((line, index) => {
		if (line.trim() === '') return [];
		try {
			return [JSON.parse(line) as JsonValue];
		} catch (error) {
			throw new DataFlareError(
				'invalid_input',
				`Line ${index + 1} of the input is not JSON: ${describeJsonProblem(line).replace(/^line 1, /, '')}.`,
				{ details: because('line_not_json', { line: index + 1 }), cause: error },
			);
		}
	});
}

function answer(
	recorder: RunRecorder,
	manifest: Manifest,
	input: CallInput,
	outcome: CallOutcome,
	withResult: boolean,
): CallAnswer {
	const data = outcome.output.kind === 'value' ? outcome.output.data : outcome.output.batch.data;
	const records = outcome.output.kind === 'value' ? (data === null ? 0 : 1) : outcome.output.batch.ends.length;
	recorder.count(0, outcome, input.bytes.length, data?.length ?? 0);
	recorder.left(records, data ?? nothing);
	const run = recorder.finish('succeeded', null);
	return {
		runId: recorder.id,
		...(withResult ? resultOf(manifest, input, outcome) : {}),
		status: outcome.output.kind === 'value' ? outcome.output.status : 0,
		ms: outcome.busyMs,
		memoryBytes: outcome.memoryBytes,
		run,
	};
}

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
	const lines = Buffer.from(data)
		.toString('utf8')
		.split('\n')
		.filter((line) => line.trim() !== '');
	const values = lines.map((line) => JSON.parse(line) as JsonValue);
	return values.length === 1 ? (values[0] as JsonValue) : values;
}

function json(data: Uint8Array): JsonValue {
	return JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8')) as JsonValue;
}
