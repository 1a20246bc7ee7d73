import type { CallAnswer } from '../../../shared/api/plugin-routes.ts';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { type JsonValue, toDataFlareError } from '../../../shared/errors/errors.ts';
import { MAX_OUTPUT_BYTES } from '../../../shared/policy/limits.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import type { KeptOutputs } from '../../answers/kept-outputs.ts';
import type { PluginLoader, RunnablePlugin } from '../../plugins/plugin-loader.ts';
import { requireConfiguration } from '../../registry/configuration/require-configuration.ts';
import type { CallOptions, CallOutcome, GuestPool, Runtime } from '../../runtime/runtime.ts';
import type { ActiveRuns } from '../active-runs.ts';
import { recordedStage } from '../recorded.ts';
import type { Recording } from '../run-deps.ts';
import { RunRecorder } from '../run-recorder.ts';
import { tellResult } from './call-answer.ts';
import { type CallInput, callInput } from './call-input.ts';

export interface CallDeps {
	readonly loader: PluginLoader;
	/** What answers the calls of a plugin. */
	readonly pools: { get(plugin: RunnablePlugin, loader: PluginLoader): Promise<Pick<GuestPool, 'call'>> };
	readonly runtime: Runtime;
	readonly active: ActiveRuns;
	readonly kept: KeptOutputs;
	readonly recording: Recording;
}

/** Calls one exported function once, as a run of its own. */
export async function callPlugin(deps: CallDeps, request: RouteParsed<'plugins.call'>): Promise<CallAnswer> {
	const plugin = await deps.loader.load(request.name);
	requireConfiguration(plugin.manifest, request.config);
	const input = callInput(plugin.manifest, request, plugin.abi);
	const recorder = new RunRecorder(deps.recording(request, [plugin]), {
		id: request.runId ?? newRunId(),
		kind: 'call',
		label: request.name,
		fn: request.fn,
		trigger: request.trigger,
		request: {
			function: request.fn,
			timeoutMs: request.timeoutMs ?? null,
			...(request.config === undefined ? {} : { config: request.config }),
		},
		stages: [recordedStage(plugin, request.fn, { ...plugin.manifest.config, ...request.config })],
	});
	return deps.active.track(recorder.id, async (abort) => {
		try {
			await deps.kept.room(abort.signal);
			const options = {
				fn: request.fn,
				input: input.frame,
				timeoutMs: request.timeoutMs,
				maxOutputBytes: MAX_OUTPUT_BYTES,
				signal: abort.signal,
				sink: recorder.sink(0),
			};
			const call: Call = { plugin, input, options, recorder };
			const outcome = await (request.config === undefined
				? sharedCall(deps, call)
				: configuredCall(deps, call, request.config));
			countOutput(call, outcome);
			const told = request.result ? await tellResult(deps.kept, recorder.id, plugin.manifest, input, outcome) : {};
			return {
				runId: recorder.id,
				...told,
				status: outcome.output.kind === 'value' ? outcome.output.status : 0,
				ms: outcome.busyMs,
				memoryBytes: outcome.memoryBytes,
				run: recorder.finish('succeeded', null),
			};
		} catch (thrown) {
			const error = toDataFlareError(thrown);
			recorder.blame(0, error);
			recorder.finish(error.code === 'cancelled' ? 'cancelled' : 'failed', error);
			throw error.with({ details: { runId: recorder.id } });
		}
	});
}

/** One call under way. */
interface Call {
	readonly plugin: RunnablePlugin;
	readonly input: CallInput;
	readonly options: CallOptions;
	readonly recorder: RunRecorder;
}

async function sharedCall({ pools, loader }: CallDeps, call: Call): Promise<CallOutcome> {
	const { plugin, input, options, recorder } = call;
	// Asked at once: a pool that is let go of meanwhile answers no more.
	const pool = await pools.get(plugin, loader);
	recorder.entered(input.records, input.bytes);
	return pool.call(options);
}

/** Those who share a pool have the manifest's configuration: another one is an instance of its own, for this call. */
async function configuredCall(
	{ runtime, loader }: CallDeps,
	{ plugin, input, options, recorder }: Call,
	config: Readonly<Record<string, JsonValue>>,
): Promise<CallOutcome> {
	const lease = await runtime.lease(loader.spec(plugin, { config }), {
		...(options.signal === undefined ? {} : { signal: options.signal }),
		...(options.sink === undefined ? {} : { sink: options.sink }),
	});
	try {
		recorder.entered(input.records, input.bytes);
		const outcome = await lease.call(options);
		await lease.close();
		return outcome;
	} catch (thrown) {
		await lease.close().catch(() => {});
		throw thrown;
	}
}

const nothing = new Uint8Array(0);

function countOutput({ input, recorder }: Call, outcome: CallOutcome): void {
	const { output } = outcome;
	const data = output.kind === 'value' ? output.data : output.batch.data;
	const records = output.kind === 'value' ? (data === null ? 0 : 1) : output.batch.ends.length;
	recorder.count(0, outcome, input.bytes.length, data?.length ?? 0);
	recorder.left(records, data ?? nothing);
}
