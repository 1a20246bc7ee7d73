import type { RunDetail, RunStage } from '../../../../shared/run/run.ts';

/** What a component is called in its flow. */
export function nameOf({ component, plugin }: Pick<RunStage, 'component' | 'plugin'>): string {
	return component ?? plugin;
}

/** By its place in the flow. */
export function nameAt({ stages }: Pick<RunDetail, 'stages'>, position: number): string {
	const stage = stages.find((each) => each.position === position);
	return stage === undefined ? String(position + 1) : nameOf(stage);
}
