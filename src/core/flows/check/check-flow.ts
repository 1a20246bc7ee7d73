import type { CheckedComponent, FlowCheck, FlowPlace } from '../../../shared/api/flow-routes.ts';
import { DEFAULT_BATCH_BYTES, DEFAULT_BATCH_RECORDS, type FlowComponent } from '../../../shared/flow/flow-file.ts';
import { type FlowGraph, flowGraph } from '../../../shared/flow/flow-graph.ts';
import { traitsOf } from '../../../shared/plugin/module/guest-abi.ts';
import type { RunnablePlugin } from '../../plugins/plugin-loader.ts';
import type { KeptFlows } from '../kept/kept-flows.ts';
import { connectionsFound, isStateless, portsOf, recordTypesFound, runsApart } from './connections.ts';
import { flowAt, type PlacedFlow } from './flow-at.ts';
import { builtInUnit, type FlowUnit, pluginUnit } from './load-components.ts';
import { type PlacesDeps, placesFound } from './places.ts';
import type { FlowPlan } from './plan.ts';
import { type Found, toProblem } from './problem.ts';
import { sensitiveRemarks, unsavedRemarks, writesSpecial } from './remarks.ts';
import { shapeFound } from './shape.ts';

export interface CheckDeps extends PlacesDeps {
	readonly kept: KeptFlows;
	/** Whether a plugin's version (SHA-256 of its module, hex) can save what it keeps between records, and go on from it. */
	readonly savesState: (sha256: string) => boolean;
	/** Whether a plugin, by name, is marked as taking sensitive input. */
	readonly takesSensitive: (plugin: string) => boolean;
}

/** What a flow would run, with all that keeps it from running; `plan` null: something does. Rejects where it is no flow at all. */
export async function checkFlow(
	deps: CheckDeps,
	place: FlowPlace,
): Promise<{ readonly check: FlowCheck; readonly plan: FlowPlan | null; readonly found: readonly Found[] }> {
	return checkPlaced(deps, await flowAt(deps.kept, place));
}

export async function checkPlaced(
	deps: CheckDeps,
	{ flow, folder }: PlacedFlow,
): Promise<{ readonly check: FlowCheck; readonly plan: FlowPlan | null; readonly found: readonly Found[] }> {
	const graph = flowGraph(flow.components);
	const loaded = await Promise.all(
		flow.components.map((component, position) => loadUnit(deps, position, component, folder)),
	);
	const units = loaded.map(({ unit }) => unit);
	const found = inOrder([
		...graph.problems.map((problem) => shapeFound(flow, problem)),
		...loaded.flatMap(({ found }) => found),
		...connectionsFound(flow, graph, units),
		...(await recordTypesFound(flow, graph, units)),
		...(await placesFound(deps, flow, units)),
	]);
	const special = await Promise.all(units.map(writesSpecial));
	const components = flow.components.map((component, position) => {
		const told = describe(deps, graph, position, component, units[position] ?? null);
		return special[position] === true ? { ...told, resumes: false } : told;
	});
	const notResumable = components.flatMap(({ resumes }, position) => (resumes ? [] : [position]));
	const remarks = [
		...unsavedRemarks(flow, units, notResumable),
		...sensitiveRemarks(flow, graph.edges, units, deps.takesSensitive),
	].toSorted((left, right) => left.component - right.component);
	const problems = found.map(toProblem);
	const check: FlowCheck = { flow, components, edges: graph.edges, problems, notResumable, remarks };
	if (found.length > 0) return { check, plan: null, found };
	const planned = flow.components.map((component, position) => ({
		position,
		component,
		unit: units[position] as FlowUnit,
		onError: component.on_error ?? 'fail',
		workers: component.workers ?? 1,
		batchRecords: component.batch_size ?? flow.batch_size ?? DEFAULT_BATCH_RECORDS,
		batchBytes: component.batch_bytes ?? flow.batch_bytes ?? DEFAULT_BATCH_BYTES,
	}));
	return { check, plan: { flow, graph, components: planned, notResumable }, found };
}

async function loadUnit(
	{ loader }: CheckDeps,
	position: number,
	component: FlowComponent,
	folder: string | null,
): Promise<{ readonly unit: FlowUnit | null; readonly found: readonly Found[] }> {
	const { use } = component;
	if (use !== undefined) return builtInUnit(position, { ...component, use }, folder);
	const { plugin, found } = await pluginUnit(loader, position, component);
	return { unit: plugin === null ? null : { use: null, plugin }, found };
}

function describe(
	{ savesState }: CheckDeps,
	graph: FlowGraph,
	position: number,
	component: FlowComponent,
	unit: FlowUnit | null,
): CheckedComponent {
	const { name, use = null, plugin = name } = component;
	const loaded = unit === null || unit.use !== null ? null : unit.plugin;
	const isBytes = unit?.use === 'read-file' ? unit.config.format === 'bytes' : loaded?.manifest.encoding === 'bytes';
	return {
		name,
		use,
		plugin: use === null ? (loaded?.manifest.name ?? plugin) : null,
		type: loaded?.manifest.type ?? null,
		ports: unit === null ? [] : portsOf(unit),
		endless: loaded?.manifest.endless === true,
		resumes:
			unit !== null &&
			(loaded === null || keepsNothing(graph, position, component, loaded) || savesState(loaded.sha256)),
		encoding: unit === null || unit.use === 'write-file' || unit.use === 'preview' ? null : isBytes ? 'bytes' : 'json',
	};
}

/** Whether nothing of what a plugin was given is in it between two batches. */
function keepsNothing(
	{ edges }: FlowGraph,
	position: number,
	{ on_error: onError = 'fail', workers = 1 }: FlowComponent,
	{ manifest, abi }: RunnablePlugin,
): boolean {
	if (!isStateless(manifest.type)) return false;
	const wantsDropped = edges.some(({ from, port }) => from === position && port === 'dropped');
	return !traitsOf(abi).isProgram || runsApart({ onError, wantsDropped, workers });
}

/** By component; what is about the whole comes first. */
function inOrder(found: readonly Found[]): readonly Found[] {
	return found.toSorted((left, right) => (left.component ?? -1) - (right.component ?? -1));
}
