import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError, type JsonValue } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { componentFunctions } from '../../../shared/plugin/component-type.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import { refuseLifecycle } from '../../../shared/wasm/callable-shape.ts';
import type { RunnablePlugin } from '../../plugins/plugin-loader.ts';
import { readFileRecords, readRecords, requireReadable } from '../../records/record-reader.ts';
import { requireConfiguration } from '../../registry/configuration/require-configuration.ts';
import { openOutput } from '../../runs/open-output.ts';
import { refuseOwnOutput } from '../../runs/output-place.ts';
import { recordedPlace, recordedStage } from '../../runs/recorded.ts';
import { refuseReplacing } from '../../runs/replaced-output.ts';
import type { RunDeps } from '../../runs/run-deps.ts';
import { RunRecorder } from '../../runs/run-recorder.ts';
import type { LineStage } from './line.ts';
import { runLine } from './run-line.ts';

type StreamRequest = RouteParsed<'streams.run'>;

/** Streams a file (or what a source reads) through one plugin, into a file (or what a destination writes). */
export async function runStream(deps: RunDeps, request: StreamRequest): Promise<RunDetail> {
	const plugin = await deps.loader.load(request.plugin);
	const { manifest } = plugin;
	refuseImpossible(manifest.type, request);
	if (request.fn !== undefined) refuseLifecycle(request.fn, plugin.abi);
	const chosen = chosenFiles(manifest.type, request);
	if (request.output?.kind === 'file') {
		const output = resolve(request.output.path);
		await refuseOwnOutput(output, deps.ownPlaces);
		await refuseReplacing(
			output,
			request.input?.kind === 'file' ? resolve(request.input.path) : null,
			request.replacing,
		);
	}
	if (manifest.type === 'source' && request.input?.kind === 'file') await requireReadable(resolve(request.input.path));
	const config = { ...request.config, ...chosen.config };
	requireConfiguration(manifest, config);
	const spec = deps.loader.spec(plugin, {
		config,
		extraPaths: chosen.extraPaths,
	});
	const fn = request.fn ?? componentFunctions[manifest.type][0] ?? '';
	const stage: LineStage = { spec, type: manifest.type, fn, batchRecords: request.batch };
	const recorder = new RunRecorder(deps.recording(request, [plugin]), {
		id: request.runId ?? newRunId(),
		kind: 'stream',
		label: request.plugin,
		fn,
		trigger: request.trigger,
		request: {
			input: recordedPlace(request.input),
			output: recordedPlace(request.output),
			format: request.format,
			batch: request.batch,
			config: request.config,
		},
		stages: [recordedStage(plugin, fn, JSON.parse(spec.guest.config) as JsonValue)],
	});
	for (const path of chosen.extraPaths) {
		recorder.event({ kind: 'grant', stage: 0, detail: `${path} (chosen for this run)`, ms: null });
	}
	return deps.active.track(recorder.id, ({ signal }) =>
		runLine(
			{
				stages: [stage],
				reader: (until) => openReader(deps, request, plugin, until),
				writer: (until) => openOutput(deps, request.output, until),
			},
			recorder,
			deps.runtime,
			signal,
		),
	);
}

function refuseImpossible(type: string, request: StreamRequest): void {
	if (type !== 'source' && request.input === undefined) {
		throw new DataFlareError('invalid_input', `${request.plugin} needs an input, because it is a ${type}.`, {
			details: because('plugin_needs_input', { plugin: request.plugin }),
			hint: 'Choose an input file, or pass a stream.',
		});
	}
	if (type === 'destination' && request.output?.kind === 'stream') {
		throw new DataFlareError('invalid_input', `${request.plugin} is a destination, so it writes files itself.`, {
			details: because('destination_needs_file', { plugin: request.plugin }),
			hint: 'Choose the file for it to write.',
		});
	}
	if (type === 'source' && request.input?.kind === 'stream') {
		throw new DataFlareError('invalid_input', `${request.plugin} is a source, so it reads files itself.`, {
			details: because('source_needs_file', { plugin: request.plugin }),
			hint: 'Choose the file for it to read.',
		});
	}
}

/**
 * Choosing a file is granting it: a source may read the input that a person named for this run, a destination may
 * write the output, and nothing beside them. The grant ends with the run.
 */
function chosenFiles(
	type: string,
	request: StreamRequest,
): { readonly config: Record<string, JsonValue>; readonly extraPaths: readonly string[] } {
	if (type === 'source' && request.input?.kind === 'file') {
		const path = resolve(request.input.path);
		return { config: { path }, extraPaths: [`${path}:ro`] };
	}
	if (type === 'destination' && request.output?.kind === 'file') {
		const path = resolve(request.output.path);
		return { config: { path }, extraPaths: [path] };
	}
	return { config: {}, extraPaths: [] };
}

function openReader(
	deps: RunDeps,
	request: StreamRequest,
	plugin: RunnablePlugin,
	signal: AbortSignal,
): ReturnType<typeof readRecords> {
	const { format, batch, input } = request;
	const options = { format, batch, encoding: plugin.manifest.encoding, signal };
	if (input?.kind === 'file') return readFileRecords(resolve(input.path), options);
	const stream = deps.streams.takeInput(input?.id ?? '');
	return readRecords(streamChunks(stream, signal), '', 0, options);
}

async function* streamChunks(stream: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
	const onAbort = (): void => void stream.destroy();
	signal.addEventListener('abort', onAbort, { once: true });
	try {
		for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
	} catch (error) {
		signal.throwIfAborted();
		throw new DataFlareError('invalid_input', `The input stream failed: ${String(error)}`, { cause: error });
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
}
