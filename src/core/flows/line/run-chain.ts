import { resolve } from 'node:path';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError, type JsonValue } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { DEFAULT_BATCH_RECORDS } from '../../../shared/flow/flow-file.ts';
import { componentFunctions } from '../../../shared/plugin/component-type.ts';
import { limitsOf } from '../../../shared/plugin/component-words.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import type { RunnablePlugin } from '../../plugins/plugin-loader.ts';
import { openOutput } from '../../runs/open-output.ts';
import { refuseOwnOutput } from '../../runs/output-place.ts';
import { recordedPlace, recordedStage } from '../../runs/recorded.ts';
import { refuseReplacing } from '../../runs/replaced-output.ts';
import type { RunDeps } from '../../runs/run-deps.ts';
import { RunRecorder } from '../../runs/run-recorder.ts';
import { chainOf, loadChain, namesIn } from './chain-plugins.ts';
import { runLine } from './run-line.ts';

/** Runs a linear chain source → … → destination as one run with counts per stage. */
export async function runChain(deps: RunDeps, request: RouteParsed<'chains.run'>): Promise<RunDetail> {
	const chain = await chainOf(request.chain);
	const nameOf = namesIn(request.chain, chain);
	const plugins = await loadChain(deps.loader, chain, nameOf);
	const endsInDestination = plugins.at(-1)?.manifest.type === 'destination';
	if (endsInDestination && request.output !== undefined) refuseOutput(plugins.at(-1)?.manifest.name ?? '');
	const stages = plugins.map((plugin, index) => {
		const component = chain.components[index];
		return {
			spec: deps.loader.spec(plugin, {
				config: component?.config ?? undefined,
				limits: limitsOf(component ?? {}),
			}),
			type: plugin.manifest.type,
			fn: componentFunctions[plugin.manifest.type][0] ?? '',
			batchRecords: component?.batch_size ?? chain.batch_size ?? DEFAULT_BATCH_RECORDS,
		};
	});
	if (request.output?.kind === 'file') {
		const output = resolve(request.output.path);
		await refuseOwnOutput(output, deps.ownPlaces);
		await refuseReplacing(output, null, request.replacing);
	}
	const recorder = new RunRecorder(deps.recording(request, plugins), {
		id: request.runId ?? newRunId(),
		kind: 'chain',
		label: chain.name,
		fn: null,
		trigger: request.trigger,
		request: {
			chain: chain as JsonValue,
			...(request.output === undefined ? {} : { output: recordedPlace(request.output) }),
		},
		stages: stages.map((stage, index) =>
			recordedStage(plugins[index] as RunnablePlugin, stage.fn, JSON.parse(stage.spec.guest.config) as JsonValue),
		),
	});
	if (!endsInDestination && request.output === undefined) {
		const message = 'The chain has no destination and no output, so its results are counted but not saved.';
		recorder.sink(stages.length - 1).onLog?.({ at: Date.now(), level: 'warn', message });
	}
	return deps.active.track(recorder.id, ({ signal }) =>
		runLine(
			{ stages, reader: null, writer: (until) => openOutput(deps, request.output, until), nameOf },
			recorder,
			deps.runtime,
			signal,
		),
	);
}

function refuseOutput(plugin: string): never {
	throw new DataFlareError(
		'invalid_input',
		`The chain ends with ${plugin}, a destination, which writes files itself.`,
		{
			details: because('destination_needs_file', { plugin }),
			hint: 'Leave out either the output or the destination.',
		},
	);
}
