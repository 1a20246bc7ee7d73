import { isDeepStrictEqual } from 'node:util';
import { DataFlareError, type JsonValue } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { RunStage } from '../../../shared/run/run.ts';
import type { GuestSpec } from '../../runtime/runtime.ts';
import type { FlowPlan } from '../check/plan.ts';

export interface Difference {
	readonly component: number;
	readonly error: DataFlareError;
}

/** What of a flow's plugins is not as it was in a run of it: a version, a policy, a configuration. */
export function differencesOf(
	plan: FlowPlan,
	specs: readonly (GuestSpec | null)[],
	stages: readonly RunStage[],
): readonly Difference[] {
	return plan.components.flatMap(({ position, component, unit }) => {
		const stage = stages.find((each) => each.position === position);
		if (unit.use !== null || stage === undefined) return [];
		const plugin = unit.plugin.manifest.name;
		const names = { component: component.name, plugin };
		const found: DataFlareError[] = [];
		if (unit.plugin.sha256 !== stage.versionHash) {
			found.push(
				differs(`${plugin} has another version now.`, because('resume_other_version', names), {
					hint: 'Go back to the version that it had, or accept the difference.',
				}),
			);
		}
		if (unit.plugin.grantVersion !== stage.grantVersion) {
			found.push(
				differs(
					`The policy of ${plugin} was changed: version ${stage.grantVersion} was in force, now it is ${unit.plugin.grantVersion}.`,
					because('resume_other_grant', names),
					{ hint: 'Look at its policy, then accept the difference.' },
				),
			);
		}
		const config = JSON.parse(specs[position]?.guest.config ?? '{}') as JsonValue;
		if (!isDeepStrictEqual(config, stage.config)) {
			found.push(
				differs(
					`"${component.name}" is configured differently now.`,
					because('resume_other_config', { component: component.name }),
					{ hint: 'Look at its configuration, then accept the difference.' },
				),
			);
		}
		return found.map((error) => ({ component: position, error }));
	});
}

function differs(
	message: string,
	details: ReturnType<typeof because>,
	{ hint }: { readonly hint: string },
): DataFlareError {
	return new DataFlareError('conflict', message, { details, hint });
}
