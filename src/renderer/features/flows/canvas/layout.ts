import { graphlib, layout } from '@dagrejs/dagre';
import { type Port, ports } from '../../../../shared/flow/flow-file.ts';
import {
	type ComponentId,
	type FlowDocument,
	type Link,
	linkId,
	linksOf,
	orderOf,
	type Spot,
} from '../model/document.ts';

/** px */
export const NODE_WIDTH = 176;
const HEAD_HEIGHT = 52;
const PORTS_HEIGHT = 22;
/** Room for what a connection says, and for its bend. */
const BETWEEN_RANKS = 52;
const BETWEEN_NODES = 24;
/** Between what is not connected. */
const BETWEEN_FLOWS = 48;
/** Of a component’s ports, of which each has a place of its own from the left on. */
const PLACES = 3;

/** Of a component with these ports: where there are several, their names stand in a line at its foot. px */
export function nodeHeight(ports: readonly Port[]): number {
	return HEAD_HEIGHT + (ports.length > 1 ? PORTS_HEIGHT : 0);
}

export const PLACE_WIDTH = NODE_WIDTH / PLACES;

/**
 * Where a port of a component is, from its left; what it takes comes in above the first. So what stands below each other
 * is joined by straight lines, and what branches off does so to the right. px
 */
export function portLeft(ports: readonly Port[], port: Port | null): number {
	const place = port === null ? 0 : Math.max(0, ports.indexOf(port));
	return (place + 0.5) * PLACE_WIDTH;
}

/** Where the components of a flow stand, and how connections get past those that they have nothing to do with. */
export interface Layout {
	/** Upper left corners. */
	readonly spots: ReadonlyMap<ComponentId, Spot>;
	/** What a connection passes through on its way, from above to below; only those that do not go straight to the next rank. */
	readonly ways: ReadonlyMap<string, readonly Spot[]>;
}

/**
 * Where each component stands: where a person put it, and else where there is room for it, those that give above those
 * that take; what is not connected, beside each other. The same for the same flow.
 */
export function layoutOf(document: FlowDocument, portsOf: (id: ComponentId) => readonly Port[]): Layout {
	const known = new Set(document.components.map(({ id }) => id));
	const links = linksOf(document).filter(({ from }) => known.has(from));
	const order = takersInOrder(document);
	const own = new Map<ComponentId, Spot>();
	const ways = new Map<string, readonly Spot[]>();
	let left = 0;
	for (const ids of togetherIn(document, links)) {
		const drawn = layoutTogether(
			[...ids],
			links.filter(({ from }) => ids.has(from)),
			order.filter((one) => ids.has(one.left) && ids.has(one.right)),
			portsOf,
		);
		const aside = ({ x, y }: Spot): Spot => ({ x: x + left, y });
		for (const [id, spot] of drawn.spots) own.set(id, aside(spot));
		for (const [id, way] of drawn.ways) ways.set(id, way.map(aside));
		const reached = [...drawn.spots.values()].map(({ x }) => x + NODE_WIDTH);
		left += Math.max(...reached, ...[...drawn.ways.values()].flat().map(({ x }) => x)) + BETWEEN_FLOWS;
	}
	const spots = aroundPlaced(document, own, portsOf);
	return { spots, ways: moved(links, ways, own, spots) };
}

/** Ways as their ends were moved. One whose ends were moved apart leads nowhere any more. */
function moved(
	links: readonly Link[],
	ways: ReadonlyMap<string, readonly Spot[]>,
	own: ReadonlyMap<ComponentId, Spot>,
	spots: ReadonlyMap<ComponentId, Spot>,
): ReadonlyMap<string, readonly Spot[]> {
	const by = (id: ComponentId): Spot => {
		const [was, is] = [own.get(id), spots.get(id)];
		return was === undefined || is === undefined ? { x: 0, y: 0 } : { x: is.x - was.x, y: is.y - was.y };
	};
	return new Map(
		links.flatMap((link) => {
			const way = ways.get(linkId(link));
			const [from, to] = [by(link.from), by(link.to)];
			if (way === undefined || Math.abs(from.x - to.x) > NODE_WIDTH / 2 || from.y !== to.y) return [];
			return [[linkId(link), way.map(({ x, y }) => ({ x: x + to.x, y: y + to.y }))] as const];
		}),
	);
}

/** Components that are connected with each other, in the order of the file. */
function togetherIn({ components }: FlowDocument, links: readonly Link[]): readonly ReadonlySet<ComponentId>[] {
	const all: Set<ComponentId>[] = [];
	for (const { id } of components) {
		if (all.some((ids) => ids.has(id))) continue;
		const ids = new Set([id]);
		for (const each of ids) {
			for (const { from, to } of links) if (from === each || to === each) ids.add(from === each ? to : from);
		}
		all.push(ids);
	}
	return all;
}

/** Of components that are all connected; from 0 on. */
function layoutTogether(
	ids: readonly ComponentId[],
	links: readonly Link[],
	constraints: readonly Above[],
	portsOf: (id: ComponentId) => readonly Port[],
): Layout {
	const graph = new graphlib.Graph({ multigraph: true });
	graph.setGraph({
		rankdir: 'TB',
		align: 'UL',
		ranksep: BETWEEN_RANKS,
		nodesep: BETWEEN_NODES,
		edgesep: BETWEEN_NODES,
	});
	graph.setDefaultEdgeLabel(() => ({}));
	for (const id of ids) graph.setNode(id, { width: NODE_WIDTH, height: nodeHeight(portsOf(id)) });
	for (const { from, port, to } of links) graph.setEdge(from, to, {}, port);
	layout(graph, { constraints: [...constraints] });
	const middles = ids.map((id) => [id, graph.node(id) as Spot] as const);
	/** Half of the height of each rank, by its middle. */
	const ranks = new Map<number, number>();
	for (const [id, { y }] of middles) ranks.set(y, Math.max(ranks.get(y) ?? 0, nodeHeight(portsOf(id)) / 2));
	const spots = new Map(
		middles.map(([id, { x, y }]) => [
			id,
			{ x: Math.round(x - NODE_WIDTH / 2), y: Math.round(y - (ranks.get(y) ?? 0)) },
		]),
	);
	const ways = new Map<string, readonly Spot[]>();
	for (const link of links) {
		const { points } = graph.edge(link.from, link.to, link.port) as { readonly points?: readonly Spot[] };
		// Each rank is gone through straight, beside what stands in it.
		const passed = (points ?? []).slice(1, -1).flatMap(({ x, y }) => {
			const half = ranks.get(y);
			return half === undefined ? [] : [-half, half].map((by) => ({ x, y: y + by }));
		});
		if (passed.length > 0) ways.set(linkId(link), passed);
	}
	return { spots, ways };
}

/** With what a person placed where it is: what came since stands where it would beside that, and on nothing else. */
function aroundPlaced(
	document: FlowDocument,
	own: ReadonlyMap<ComponentId, Spot>,
	portsOf: (id: ComponentId) => readonly Port[],
): ReadonlyMap<ComponentId, Spot> {
	const placed = new Map(document.components.flatMap(({ id, at }) => (at === null ? [] : [[id, at] as const])));
	if (placed.size === 0) return own;
	const spots = new Map<ComponentId, Spot>(placed);
	for (const { id, inputs } of orderOf(document)) {
		const here = own.get(id);
		if (spots.has(id) || here === undefined) continue;
		const giver = inputs.find((input) => 'from' in input && spots.has(input.from));
		const from = giver === undefined || !('from' in giver) ? undefined : giver.from;
		const [now, was] = from === undefined ? [undefined, undefined] : [spots.get(from), own.get(from)];
		const moved =
			now === undefined || was === undefined ? here : { x: here.x + now.x - was.x, y: here.y + now.y - was.y };
		// Where nothing was moved, it is the very spot.
		let spot = moved.x === here.x && moved.y === here.y ? here : moved;
		const isTaken = (): boolean =>
			[...spots].some(
				([other, { x, y }]) =>
					Math.abs(x - spot.x) < NODE_WIDTH + BETWEEN_NODES / 2 &&
					spot.y < y + nodeHeight(portsOf(other)) + BETWEEN_NODES / 2 &&
					y < spot.y + nodeHeight(portsOf(id)) + BETWEEN_NODES / 2,
			);
		while (isTaken()) spot = { x: spot.x + NODE_WIDTH + BETWEEN_NODES, y: spot.y };
		spots.set(id, spot);
	}
	return spots;
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
 * Where an arrow key leads from a component: up and down along what it takes or gives, to the one nearest; to the sides to
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
		way === 'ArrowUp'
			? links.filter(({ to }) => to === from).map((link) => link.from)
			: way === 'ArrowDown'
				? links.filter((link) => link.from === from).map(({ to }) => to)
				: [];
	const others = [...spots].filter(([id]) => id !== from);
	const candidates = linked.length > 0 ? others.filter(([id]) => linked.includes(id)) : others;
	const isThere = ({ x, y }: Spot): boolean =>
		linked.length > 0 ||
		{ ArrowLeft: x < here.x, ArrowRight: x > here.x, ArrowUp: y < here.y, ArrowDown: y > here.y }[way];
	const isAside = way === 'ArrowLeft' || way === 'ArrowRight';
	/** What lies straight ahead is nearer than what lies aside. */
	const distance = ({ x, y }: Spot): number => {
		const [dx, dy] = [Math.abs(x - here.x), Math.abs(y - here.y)];
		if (linked.length > 0) return dx;
		return isAside ? dx + 2 * dy : dy + 2 * dx;
	};
	const ranked = candidates
		.filter(([, spot]) => isThere(spot))
		.toSorted(([, one], [, other]) => distance(one) - distance(other));
	return ranked[0]?.[0] ?? null;
}
