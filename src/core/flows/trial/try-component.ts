import type { RouteOutput, RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { DEFAULT_BATCH_BYTES, DEFAULT_BATCH_RECORDS, type FlowComponent } from '../../../shared/flow/flow-file.ts';
import { componentFunctions } from '../../../shared/plugin/component-type.ts';
import { limitsOf } from '../../../shared/plugin/component-words.ts';
import { quoted } from '../../../shared/quoted.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import type { RunnablePlugin } from '../../plugins/plugin-loader.ts';
import type { RunDeps } from '../../runs/run-deps.ts';
import type { CheckDeps } from '../check/check-flow.ts';
import { flowAt } from '../check/flow-at.ts';
import { pluginUnit } from '../check/load-components.ts';
import { placeOf } from '../check/problem.ts';
import { toldError } from '../run/parcels/failed-line.ts';
import type { WorkerOptions } from '../run/worker/worker-options.ts';
import { ComponentTrial, type Fate } from './component-trial.ts';
import { recordsIn } from './trial-records.ts';
import { realAlarm, withinTime } from './within-time.ts';

export interface TrialDeps extends Pick<RunDeps, 'loader' | 'runtime' | 'active'> {
	readonly check: Pick<CheckDeps, 'kept'>;
	readonly now: () => number;
}

type TrialAnswer = RouteOutput<'flows.try'>;

/** Lines that are told, and characters of each. */
const MAX_LINES = 200;
const MAX_LINE = 2_000;

/**
 * Puts records through one component of a flow as that is configured, under the policy of its plugin. The others are not
 * looked at; nothing is recorded, and a record that is not taken is told with its reason, whatever the flow says of errors.
 */
export async function tryComponent(deps: TrialDeps, asked: RouteParsed<'flows.try'>): Promise<TrialAnswer> {
	const { component: position, records } = asked;
	const { flow } = await flowAt(deps.check.kept, asked.flow);
	const component = flow.components[position];
	if (component === undefined) throw noComponent(flow.name, position, flow.components.length);
	const plugin = await pluginOf(deps, position, component);
	const { type } = plugin.manifest;
	const spec = deps.loader.spec(plugin, { config: component.config ?? undefined, limits: limitsOf(component) });
	const isBytes = spec.guest.encoding === 'bytes';
	const taken = recordsIn(records, isBytes);
	const logs: { readonly level: string; readonly message: string }[] = [];
	const options: WorkerOptions = {
		spec,
		type,
		fn: componentFunctions[type][0] ?? '',
		onError: 'skip',
		workers: 1,
		batchRecords: component.batch_size ?? flow.batch_size ?? DEFAULT_BATCH_RECORDS,
		batchBytes: component.batch_bytes ?? flow.batch_bytes ?? DEFAULT_BATCH_BYTES,
		wantsDropped: type === 'filter',
		savesState: false,
		sink: {
			onLog: ({ level, message }) => {
				if (logs.length < MAX_LINES) logs.push({ level, message: message.slice(0, MAX_LINE) });
			},
		},
	};
	const begun = deps.now();
	// Under an id that nobody knows: it ends with the program, as runs do.
	const { out, dropped, failed } = await deps.active.track(newRunId(), async (abort) => {
		try {
			const trial = new ComponentTrial(deps.runtime, options, abort.signal);
			return await withinTime(realAlarm, abort, () => trial.run(taken));
		} catch (error) {
			if (!(error instanceof DataFlareError)) throw error;
			throw error.with({ message: `${placeOf(position, component.name)}: ${error.message}` });
		}
	});
	return { out, dropped, failed: failed.map((fate) => told(fate, records)), logs, ms: deps.now() - begun };
}

function told({ index, error }: Fate, records: readonly string[]): TrialAnswer['failed'][number] {
	return { record: records[index] ?? '', error: toldError(error) };
}

/** The plugin of a component, where that is one that takes records and gives some. */
async function pluginOf({ loader }: TrialDeps, position: number, component: FlowComponent): Promise<RunnablePlugin> {
	const { name, use } = component;
	if (use !== undefined) {
		const message = `${placeOf(position, name)} is a part of the program (${use}), which is not tried by itself.`;
		throw new DataFlareError('invalid_input', message, {
			hint: 'Choose a component that is a plugin.',
			details: because('trial_built_in', { name, use }),
		});
	}
	const { plugin, found } = await pluginUnit(loader, position, component);
	if (plugin === null || found[0] !== undefined) {
		throw found[0]?.error ?? new DataFlareError('configuration', `${placeOf(position, name)} cannot run.`);
	}
	const { type } = plugin.manifest;
	if (type === 'source' || type === 'destination') {
		const does = type === 'source' ? 'takes no records' : 'would write what it is given';
		throw new DataFlareError('invalid_input', `${placeOf(position, name)} is a ${type}, which ${does}.`, {
			hint: 'Choose a component that takes records and gives some.',
			details: because('trial_of_type', { name, type }),
		});
	}
	return plugin;
}

function noComponent(flow: string, position: number, count: number): DataFlareError {
	return new DataFlareError('not_found', `Flow ${quoted(flow)} has no components[${position}]; it has ${count}.`, {
		hint: 'Choose a component of the flow.',
		details: because('trial_no_component', { flow, position }),
	});
}
