import { graphlib, layout } from '@dagrejs/dagre';
import { type Port, ports } from '../../../../shared/flow/flow-file.ts';
import { type ComponentId, type FlowDocument, linksOf, type Spot } from '../model/document.ts';

/** px */
export const NODE_WIDTH = 164;
const HEAD_HEIGHT = 56;
export const PORT_HEIGHT = 20;
const PORTS_PADDING = 6;
const BETWEEN_RANKS = 48;
const BETWEEN_NODES = 24;

/** Of a component with these ports: each but a single one has a line of its own. px */
export function nodeHeight(ports: readonly Port[]): number {
	return HEAD_HEIGHT + (ports.length > 1 ? ports.length * PORT_HEIGHT + PORTS_PADDING : 0);
}

/** Where a port of a component is, from its top. px */
export function portTop(ports: readonly Port[], port: Port): number {
	if (ports.length < 2) return HEAD_HEIGHT / 2;
	return HEAD_HEIGHT + ports.indexOf(port) * PORT_HEIGHT + PORT_HEIGHT / 2;
}

/**
 * Where each component stands: where a person put it, and else where there is room for it, those that give to the left of
 * those that take. The same for the same flow.
 */
export function layoutOf(
	document: FlowDocument,
	portsOf: (id: ComponentId) => readonly Port[],
): ReadonlyMap<ComponentId, Spot> {
	const graph = new graphlib.Graph({ multigraph: true });
	graph.setGraph({ rankdir: 'LR', ranksep: BETWEEN_RANKS, nodesep: BETWEEN_NODES, marginx: 24, marginy: 24 });
	graph.setDefaultEdgeLabel(() => ({}));
	for (const { id } of document.components) graph.setNode(id, { width: NODE_WIDTH, height: nodeHeight(portsOf(id)) });
	for (const { from, port, to } of linksOf(document)) if (graph.hasNode(from)) graph.setEdge(from, to, {}, port);
	layout(graph, { constraints: takersInOrder(document) });
	return new Map(
		document.components.map(({ id, at }) => {
			if (at !== null) return [id, at];
			const { x, y } = graph.node(id) as Spot;
			return [id, { x: Math.round(x - NODE_WIDTH / 2), y: Math.round(y - nodeHeight(portsOf(id)) / 2) }];
		}),
	);
}

interface Above {
	/** What stands above, and what below it: left and right of a layout that grows downwards. */
	readonly left: ComponentId;
	readonly right: ComponentId;
}

/** Takers stand in the order of the ports that they take from, so that connections of one component do not cross. */
function takersInOrder(document: FlowDocument): Above[] {
	const links = linksOf(document);
	const below = new Map<ComponentId, Set<ComponentId>>();
	const isAbove = (one: ComponentId, other: ComponentId): boolean => {
		const found = new Set([one]);
		for (const each of found) for (const next of below.get(each) ?? []) found.add(next);
		return found.has(other);
	};
	const order: Above[] = [];
	for (const { id } of document.components) {
		const takers = ports.flatMap((port) => links.filter((link) => link.from === id && link.port === port));
		for (const [index, { to: right }] of takers.entries()) {
			const left = takers[index - 1]?.to;
			// Two components may want it either way; whichever stands first in the file has it.
			if (left === undefined || left === right || isAbove(right, left)) continue;
			below.set(left, (below.get(left) ?? new Set()).add(right));
			order.push({ left, right });
		}
	}
	return order;
}

type Way = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/**
 * Where an arrow key leads from a component: along what it takes or gives to the one nearest in height, up and down to
 * the nearest there is. Null: nowhere.
 */
export function neighbourOf(
	document: FlowDocument,
	spots: ReadonlyMap<ComponentId, Spot>,
	from: ComponentId,
	way: Way,
): ComponentId | null {
	const here = spots.get(from);
	if (here === undefined) return null;
	const links = linksOf(document);
	const linked =
		way === 'ArrowLeft'
			? links.filter(({ to }) => to === from).map((link) => link.from)
			: way === 'ArrowRight'
				? links.filter((link) => link.from === from).map(({ to }) => to)
				: [];
	const others = [...spots].filter(([id]) => id !== from);
	const candidates = linked.length > 0 ? others.filter(([id]) => linked.includes(id)) : others;
	const isThere = ({ x, y }: Spot): boolean =>
		linked.length > 0 ||
		{ ArrowLeft: x < here.x, ArrowRight: x > here.x, ArrowUp: y < here.y, ArrowDown: y > here.y }[way];
	const isAcross = way === 'ArrowUp' || way === 'ArrowDown';
	/** What lies straight ahead is nearer than what lies aside. */
	const distance = ({ x, y }: Spot): number => {
		const [dx, dy] = [Math.abs(x - here.x), Math.abs(y - here.y)];
		if (linked.length > 0) return dy;
		return isAcross ? dy + 2 * dx : dx + 2 * dy;
	};
	const ranked = candidates
		.filter(([, spot]) => isThere(spot))
		.toSorted(([, one], [, other]) => distance(one) - distance(other));
	return ranked[0]?.[0] ?? null;
}
