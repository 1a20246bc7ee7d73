import { extname, resolve } from 'node:path';
import type { FlowEdge } from '../../../shared/flow/flow-graph.ts';
import { lstat } from '../../files/user-files.ts';
import type { FlowPlan, PlannedComponent } from '../check/plan.ts';

/** What a flow does with records that begin at one of its components: that one and all that take from it, over any ports. */
export interface ReplayPlan {
	readonly plan: FlowPlan;
	/** Place in `plan` of what gives it the records. */
	readonly reader: number;
	/** What would write again, and where; null: wherever its plugin writes. */
	readonly writes: readonly { readonly component: string; readonly path: string | null }[];
}

/** Files that replays under way are to write. Absolute paths. */
export class ReplayedFiles {
	readonly #taken = new Set<string>();

	isTaken(path: string): boolean {
		return this.#taken.has(path);
	}

	take(path: string): void {
		this.#taken.add(path);
	}

	letGo({ writes }: Pick<ReplayPlan, 'writes'>): void {
		for (const { path } of writes) if (path !== null) this.#taken.delete(path);
	}
}

/** What a replay names its files by: `take` hears of each name that is free, before anybody else is asked. */
type Names = Pick<ReplayedFiles, 'isTaken' | 'take'>;

/**
 * Of a flow that can run. A file that the flow wrote stays as it is: what is replayed is written beside it, under a name
 * that nothing has by then.
 * Null: it has no such component.
 */
export async function replayPlan(plan: FlowPlan, component: string, names: Names): Promise<ReplayPlan | null> {
	const start = plan.components.find((each) => each.component.name === component);
	if (start === undefined) return null;
	const places = [...reachedFrom(start.position, plan.graph.edges)].sort((a, b) => a - b);
	const components: PlannedComponent[] = [giver(plan)];
	const at = new Map<number, number>();
	for (const place of places) {
		const planned = plan.components[place];
		if (planned === undefined) continue;
		at.set(place, components.length);
		components.push(await beside({ ...planned, position: components.length }, names));
	}
	const first = at.get(start.position) ?? 0;
	const edges: FlowEdge[] = [{ from: 0, port: 'out', to: first }];
	for (const { from, port, to } of plan.graph.edges) {
		const [giving, taking] = [at.get(from), at.get(to)];
		if (giving !== undefined && taking !== undefined) edges.push({ from: giving, port, to: taking });
	}
	const flow = { ...plan.flow, components: components.map((each) => each.component) };
	const graph = { ...plan.graph, edges, order: components.map(({ position }) => position) };
	return { plan: { flow, graph, components, notResumable: [0] }, reader: 0, writes: components.flatMap(writesOf) };
}

function reachedFrom(start: number, edges: readonly FlowEdge[]): ReadonlySet<number> {
	const reached = new Set([start]);
	for (const place of reached) for (const { from, to } of edges) if (from === place) reached.add(to);
	return reached;
}

/** Stands where the records come from; what it reads is handed to the flow. */
function giver({ flow }: FlowPlan): PlannedComponent {
	const taken = new Set(flow.components.map(({ name }) => name));
	let name = 'quarantine';
	while (taken.has(name)) name += '-';
	const config = {
		path: '/',
		format: 'ndjson',
		compression: 'none',
		header: true,
		types: true,
	} as const;
	return {
		position: 0,
		component: { name, use: 'read-file', config: {} },
		unit: { use: 'read-file', config },
		onError: 'fail',
		workers: 1,
		batchRecords: 1000,
		batchBytes: 1024 * 1024,
	};
}

async function beside(planned: PlannedComponent, names: Names): Promise<PlannedComponent> {
	const { unit } = planned;
	if (unit.use !== 'write-file') return planned;
	const path = await freeBeside(resolve(unit.config.path), names);
	return { ...planned, unit: { ...unit, config: { ...unit.config, path, if_exists: 'fail' } } };
}

/** `out.csv.gz` → `out.replayed-1.csv.gz`, with the first number that is free. */
async function freeBeside(path: string, names: Names): Promise<string> {
	const outer = extname(path).toLowerCase() === '.gz' ? extname(path) : '';
	const inner = path.slice(0, path.length - outer.length);
	const extension = `${extname(inner)}${outer}`;
	const stem = path.slice(0, path.length - extension.length);
	for (let number = 1; ; number++) {
		const free = `${stem}.replayed-${number}${extension}`;
		if ((await lstat(free).catch(() => null)) !== null || names.isTaken(free)) continue;
		names.take(free);
		return free;
	}
}

function writesOf({ component, unit }: PlannedComponent): ReplayPlan['writes'] {
	if (unit.use === 'write-file') return [{ component: component.name, path: unit.config.path }];
	if (unit.use !== null || unit.plugin.manifest.type !== 'destination') return [];
	const path = component.config?.['path'];
	return [{ component: component.name, path: typeof path === 'string' ? path : null }];
}
