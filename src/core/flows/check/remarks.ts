import type { FlowRemark } from '../../../shared/api/flow-routes.ts';
import { type Remark, remark } from '../../../shared/errors/remark.ts';
import type { Flow } from '../../../shared/flow/flow-file.ts';
import type { FlowEdge } from '../../../shared/flow/flow-graph.ts';
import { traitsOf } from '../../../shared/plugin/module/guest-abi.ts';
import { stat } from '../../files/user-files.ts';
import { lastResortOf } from './connections.ts';
import type { FlowUnit } from './load-components.ts';

type Units = readonly (FlowUnit | null)[];

/** Whether a component writes to a pipe or a device, as it stands now: nothing of that can be taken back. */
export async function writesSpecial(unit: FlowUnit | null): Promise<boolean> {
	if (unit?.use !== 'write-file') return false;
	const there = await stat(unit.config.path).catch(() => null);
	return there !== null && !there.isFile() && !there.isDirectory();
}

/** Why a run cannot be resumed, by the components (places) that keep it from that. */
export function unsavedRemarks(flow: Flow, units: Parts, notResumable: readonly number[]): readonly FlowRemark[] {
	return notResumable.flatMap((component): readonly FlowRemark[] => {
		const unit = units[component] ?? null;
		const name = flow.components[component]?.name ?? '';
		if (unit === null) return [];
		if (unit.use !== null) {
			if (unit.use !== 'write-file') return [];
			const said = remark('flow_output_special', { name, path: unit.config.path });
			return [{ component, key: 'config.path', remark: said }];
		}
		const { manifest, abi } = unit.plugin;
		const said = traitsOf(abi).isProgram
			? remark('flow_program_holds', { name })
			: remark('flow_state_unsaved', { name, plugin: manifest.name });
		return [{ component, key: 'plugin', remark: said }];
	});
}

/** What of sensitive data is kept with a run because the flow says so: records set aside, and those that are shown. */
export function sensitiveRemarks(
	flow: Flow,
	edges: readonly FlowEdge[],
	units: Parts,
	takesSensitive: (plugin: string) => boolean,
): readonly FlowRemark[] {
	const sensitive = units.flatMap((unit, position) => {
		if (unit === null || unit.use !== null || !takesSensitive(unit.plugin.manifest.name)) return [];
		return [{ plugin: unit.plugin.manifest.name, met: metBy(position, edges) }];
	});
	return units.flatMap((unit, component): readonly FlowRemark[] => {
		const plugin = sensitive.find(({ met }) => met.has(component))?.plugin;
		const { name = '', on_error: onError = 'fail' } = flow.components[component] ?? {};
		if (unit === null || plugin === undefined) return [];
		const at = (key: string, said: Remark): readonly FlowRemark[] => [{ component, key, remark: said }];
		if (unit.use === 'preview') return at('use', remark('flow_preview_sensitive', { name, plugin }));
		if (unit.use !== null || lastResortOf(onError) !== 'quarantine') return [];
		return at('on_error', remark('flow_aside_sensitive', { name, plugin }));
	});
}

/** A component with all whose records come to it, and all that its records come to. */
function metBy(position: number, edges: readonly FlowEdge[]): ReadonlySet<number> {
	const [before, behind] = [new Set([position]), new Set([position])];
	for (const place of before) for (const { from, to } of edges) if (to === place) before.add(from);
	for (const place of behind) for (const { from, to } of edges) if (from === place) behind.add(to);
	return new Set([...before, ...behind]);
}
