import type { FlowEdge } from '../../../../shared/flow/flow-graph.ts';

type Ends = Pick<FlowEdge, 'from' | 'to'>;

/** By component: one name for all that are connected with each other by edges, whatever their direction. */
export function groupsOf(components: number, edges: readonly Ends[]): readonly number[] {
	const parents = Array.from({ length: components }, (_, position) => position);
	const rootOf = (position: number): number => {
		let root = position;
		for (let parent = parents[root] ?? root; parent !== root; parent = parents[root] ?? root) root = parent;
		return root;
	};
	for (const { from, to } of edges) parents[rootOf(from)] = rootOf(to);
	return parents.map((_, position) => rootOf(position));
}

/** Where a flow's sources are: parcels that each gave or is about to give; those that have ended give no more. */
export interface SourceCounts {
	readonly given: number;
	readonly hasEnded: boolean;
}

/**
 * By component: up to which parcel its sources must go on until all that was given can be worked. Where parcels of one and
 * of another still meet, that is the same one, and one behind whatever has ended: its end is taken in that step. Sources
 * that meet nowhere any more owe each other nothing. `givenOn`: parcels that were put on each edge.
 */
export function meetingPoints(
	components: number,
	edges: readonly Ends[],
	sources: ReadonlyMap<number, SourceCounts>,
	givenOn: readonly number[],
): readonly number[] {
	const isLive = Array.from({ length: components }, (_, position) => sources.get(position)?.hasEnded === false);
	const last = Array.from({ length: components }, (_, position) => sources.get(position)?.given ?? 0);
	for (const [index, { from }] of edges.entries()) last[from] = Math.max(last[from] ?? 0, givenOn[index] ?? 0);
	// What comes from a source comes from all behind it. There are no circles: it ends after as many rounds as components.
	for (let isChanging = true; isChanging; ) {
		isChanging = false;
		for (const { from, to } of edges) {
			if (isLive[from] === true && isLive[to] !== true) {
				isLive[to] = true;
				isChanging = true;
			}
			if ((last[from] ?? 0) > (last[to] ?? 0)) {
				last[to] = last[from] ?? 0;
				isChanging = true;
			}
		}
	}
	const groups = groupsOf(
		components,
		edges.filter(({ from, to }) => isLive[from] === true && isLive[to] === true),
	);
	const points = new Map<number, number>();
	const need = (position: number, parcels: number): void => {
		const group = groups[position] ?? position;
		points.set(group, Math.max(points.get(group) ?? 0, parcels));
	};
	for (const [position, { given, hasEnded }] of sources) if (!hasEnded) need(position, given);
	for (const { from, to } of edges) {
		if (isLive[from] !== true && isLive[to] === true) need(to, last[from] ?? 0);
	}
	return groups.map((group) => points.get(group) ?? 0);
}
