import type { JsonValue } from '../../../../shared/errors/errors.ts';
import { componentFunctions } from '../../../../shared/plugin/component-type.ts';
import { recordedStage } from '../../../runs/recorded.ts';
import type { RunPlan } from '../../../runs/run-recorder.ts';
import type { GuestSpec } from '../../../runtime/runtime.ts';
import type { FlowPlan, PlannedBuiltIn, PlannedComponent } from '../../check/plan.ts';

type Stage = RunPlan['stages'][number];

const builtInTypes = { 'read-file': 'source', 'write-file': 'destination', preview: 'destination' } as const;

/** A component as its run notes it before it starts. */
export function recordedComponent({ component, unit, workers }: PlannedComponent, spec: GuestSpec | null): Stage {
	const named = { component: component.name, workers };
	if (unit.use !== null) return { ...builtInStage(unit), ...named };
	const fn = componentFunctions[unit.plugin.manifest.type][0] ?? '';
	const config = JSON.parse(spec?.guest.config ?? '{}') as JsonValue;
	return { ...recordedStage(unit.plugin, fn, config), ...named, builtIn: null };
}

function builtInStage(unit: PlannedBuiltIn): Stage {
	return {
		plugin: '',
		builtIn: unit.use,
		type: builtInTypes[unit.use],
		fn: '',
		madeReadyBy: null,
		versionHash: '',
		version: null,
		grantVersion: 0,
		config: plainConfig(unit),
	};
}

/** The flow as it can be run again from anywhere: the paths of what reads and writes by itself are whole. */
export function recordedFlow({ flow, components }: FlowPlan): JsonValue {
	const whole = flow.components.map((component, position) => {
		const unit = components[position]?.unit;
		return unit === undefined || unit.use === null || unit.use === 'preview'
			? component
			: { ...component, config: { ...component.config, path: unit.config.path } };
	});
	return JSON.parse(JSON.stringify({ ...flow, components: whole })) as JsonValue;
}

function plainConfig({ config }: PlannedBuiltIn): JsonValue {
	return JSON.parse(JSON.stringify(config)) as JsonValue;
}

/** Components that nothing comes to, in the order of the file. */
export function entrancesOf({ graph, components }: FlowPlan): readonly number[] {
	return components.map(({ position }) => position).filter((each) => !graph.edges.some(({ to }) => to === each));
}

/** Components that records are for: nothing comes out of them but acknowledgements. */
export function exitsOf({ components }: FlowPlan): readonly number[] {
	return components.filter(isExit).map(({ position }) => position);
}

export function isExit({ unit }: Pick<PlannedComponent, 'unit'>): boolean {
	return unit.use === null ? unit.plugin.manifest.type === 'destination' : unit.use !== 'read-file';
}
