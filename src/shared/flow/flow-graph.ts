import { nearestWord } from '../issues/did-you-mean.ts';
import { type FlowComponent, type Port, ports } from './flow-file.ts';

/** Records of one component's port are taken by another. Components by their place in the file, from 0. */
export interface FlowEdge {
	readonly from: number;
	readonly port: Port;
	readonly to: number;
}

/** What is wrong with the form of a flow, before anything is known of its plugins. */
export type ShapeProblem =
	| { readonly kind: 'name_taken'; readonly component: number; readonly other: number }
	| { readonly kind: 'use_and_plugin'; readonly component: number }
	| {
			readonly kind: 'unknown_input';
			readonly component: number;
			readonly input: string;
			readonly nearest: string | null;
	  }
	| { readonly kind: 'input_twice'; readonly component: number; readonly input: string }
	/** `through`: the components that the records would go round, beginning with `component`. */
	| { readonly kind: 'cycle'; readonly component: number; readonly through: readonly number[] };

export interface FlowGraph {
	/** By the component that takes, in the order of its `inputs`. */
	readonly edges: readonly FlowEdge[];
	/** Those that give before those that take; of a flow with a cycle, what can be ordered so. */
	readonly order: readonly number[];
	readonly problems: readonly ShapeProblem[];
	/** No component says `inputs`: each takes from the one before it. */
	readonly isChain: boolean;
}

/** A name of a component that is near to so many unknown inputs is looked for: each takes a comparison with all names. */
const MAX_SUGGESTED = 20;

type Named = Pick<FlowComponent, 'name' | 'inputs' | 'use' | 'plugin' | 'module_path'>;

/** Reads who takes from whom, and all that is wrong with it. Pure, and linear in names and inputs. */
export function flowGraph(components: readonly Named[]): FlowGraph {
	const isChain = components.every(({ inputs }) => inputs === undefined);
	const problems: ShapeProblem[] = [];
	for (const [component, { use, plugin, module_path }] of components.entries()) {
		const other = plugin !== undefined || (module_path !== undefined && module_path !== null);
		if (use !== undefined && other) problems.push({ kind: 'use_and_plugin', component });
	}
	const edges = isChain ? chained(components.length) : named(components, problems);
	const { order, rest } = sorted(components.length, edges);
	const first = rest[0];
	if (first !== undefined) {
		const through = roundFrom(first, edges, new Set(rest));
		problems.push({ kind: 'cycle', component: through[0] ?? first, through });
	}
	return { edges, order, problems, isChain };
}

/** `name` or `name.port`; a component whose own name ends like that goes first. */
export function readInput(input: string, at: ReadonlyMap<string, number>): { from: number; port: Port } | null {
	const whole = at.get(input);
	if (whole !== undefined) return { from: whole, port: 'out' };
	const dot = input.lastIndexOf('.');
	const from = dot < 0 ? undefined : at.get(input.slice(0, dot));
	const port = ports.find((known) => known === input.slice(dot + 1));
	return from === undefined || port === undefined ? null : { from, port };
}

/** As `inputs` says it. */
export function writeInput(name: string, port: Port): string {
	return port === 'out' ? name : `${name}.${port}`;
}

function chained(count: number): readonly FlowEdge[] {
	return Array.from({ length: Math.max(0, count - 1) }, (_, from) => ({ from, port: 'out', to: from + 1 }));
}

function named(components: readonly Named[], problems: ShapeProblem[]): readonly FlowEdge[] {
	const at = new Map<string, number>();
	for (const [component, { name }] of components.entries()) {
		const other = at.get(name);
		if (other === undefined) at.set(name, component);
		else problems.push({ kind: 'name_taken', component, other });
	}
	const edges: FlowEdge[] = [];
	const names = [...at.keys()];
	let suggested = 0;
	for (const [to, { inputs = [] }] of components.entries()) {
		const taken = new Set<string>();
		for (const input of inputs) {
			const found = readInput(input, at);
			if (found === null) {
				const nearest = suggested++ < MAX_SUGGESTED ? (nearPort(input, at) ?? nearestWord(input, names)) : null;
				problems.push({ kind: 'unknown_input', component: to, input, nearest });
				continue;
			}
			const key = `${found.from}.${found.port}`;
			if (taken.has(key)) problems.push({ kind: 'input_twice', component: to, input });
			else edges.push({ ...found, to });
			taken.add(key);
		}
	}
	return edges;
}

/** A port of a component, where an input names one and misspells it; null: it does not. */
function nearPort(input: string, at: ReadonlyMap<string, number>): string | null {
	const dot = input.lastIndexOf('.');
	const name = input.slice(0, dot);
	const port = dot < 0 || !at.has(name) ? null : nearestWord(input.slice(dot + 1), ['dropped', 'failed']);
	return port === null ? null : `${name}.${port}`;
}

function sorted(count: number, edges: readonly FlowEdge[]): { order: readonly number[]; rest: readonly number[] } {
	const waits = new Array<number>(count).fill(0);
	for (const { to } of edges) waits[to] = (waits[to] ?? 0) + 1;
	const takers = new Map<number, number[]>();
	for (const { from, to } of edges) takers.set(from, [...(takers.get(from) ?? []), to]);
	const order = waits.flatMap((waiting, component) => (waiting === 0 ? [component] : []));
	for (let next = 0; next < order.length; next++) {
		for (const to of takers.get(order[next] as number) ?? []) {
			waits[to] = (waits[to] ?? 0) - 1;
			if (waits[to] === 0) order.push(to);
		}
	}
	const done = new Set(order);
	return { order, rest: waits.flatMap((_, component) => (done.has(component) ? [] : [component])) };
}

/** Each of `within` takes from one of them, so going back along inputs from any comes round. The least is told first. */
function roundFrom(start: number, edges: readonly FlowEdge[], within: ReadonlySet<number>): readonly number[] {
	const way: number[] = [];
	let at: number | undefined = start;
	while (at !== undefined && !way.includes(at)) {
		way.push(at);
		const to: number = at;
		at = edges.find((edge) => edge.to === to && within.has(edge.from))?.from;
	}
	const round = at === undefined ? way : way.slice(way.indexOf(at)).reverse();
	const least = round.indexOf(Math.min(...round));
	return [...round.slice(least), ...round.slice(0, least)];
}
