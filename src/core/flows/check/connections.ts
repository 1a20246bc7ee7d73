import { because } from '../../../shared/errors/failure-reason.ts';
import type { Flow, LastResort, OnError, Port } from '../../../shared/flow/flow-file.ts';
import { type FlowGraph, writeInput } from '../../../shared/flow/flow-graph.ts';
import { quoted } from '../../../shared/quoted.ts';
import { clashWords, type Passed, passedOn, RecordTypes } from '../../runs/chains/record-types.ts';
import type { FlowUnit } from './plan.ts';
import { type Found, foundAt } from './problem.ts';

/** Units as far as they could be loaded. */
type Units = readonly (FlowUnit | null)[];

/** Types that keep nothing between records. */
const stateless = ['processor', 'transformer', 'filter'] as const;

export function isStateless(type: string): boolean {
	return stateless.some((known) => known === type);
}

/**
 * Whether a program of such a type is run anew for each batch. Otherwise one run of it goes on over all of them, and
 * holds what it has read and not written yet, which nobody can save.
 */
export function runsApart({
	onError,
	wantsDropped,
	workers,
}: {
	readonly onError: OnError;
	/** Whether somebody takes what it lets go. */
	readonly wantsDropped: boolean;
	readonly workers: number;
}): boolean {
	return onError !== 'fail' || wantsDropped || workers > 1;
}

/** What a component is, in one word: the role of its plugin, or what is built in. */
function wordOf(unit: FlowUnit): string {
	return unit.use ?? unit.plugin.manifest.type;
}

export function portsOf(unit: FlowUnit): readonly Port[] {
	switch (wordOf(unit)) {
		case 'read-file':
			return ['out'];
		case 'write-file':
		case 'preview':
			return [];
		case 'source':
			return ['out'];
		case 'destination':
			return ['failed'];
		case 'filter':
			return ['out', 'dropped', 'failed'];
		default:
			return ['out', 'failed'];
	}
}

/** What becomes of a record at the end of all attempts. */
export function lastResortOf(onError: OnError): LastResort {
	return typeof onError === 'string' ? onError : onError.then;
}

/** How records come out of a port or go in; null: any way. */
function encodingOf(unit: FlowUnit, port: Port | null): 'json' | 'bytes' | null {
	if (port === 'failed') return 'json';
	if (unit.use === null) return unit.plugin.manifest.encoding === 'bytes' ? 'bytes' : 'json';
	if (unit.use === 'read-file') return unit.config.format === 'bytes' ? 'bytes' : 'json';
	if (unit.use === 'write-file' && unit.config.format !== 'auto')
		return unit.config.format === 'bytes' ? 'bytes' : 'json';
	return null;
}

/** What is wrong with who takes from whom, by what the components are. */
export function connectionsFound(flow: Flow, graph: FlowGraph, units: Units): readonly Found[] {
	const found: Found[] = [];
	for (const [position, unit] of units.entries()) {
		if (unit !== null) found.push(...inputsFound(flow, graph, position, unit), ...workersFound(flow, position, unit));
	}
	for (const { from, port, to } of graph.edges) {
		const [giver, taker] = [units[from] ?? null, units[to] ?? null];
		const [before, name] = [flow.components[from]?.name ?? '', flow.components[to]?.name ?? ''];
		if (giver === null) continue;
		const input = writeInput(before, port);
		if (!portsOf(giver).includes(port)) {
			found.push(
				foundAt(to, name, ['inputs'], {
					message: `it takes from ${quoted(input)}, but nothing comes out of ${articled(wordOf(giver))} there.`,
					hint:
						port === 'dropped'
							? 'Only a filter lets records go. Take from another port.'
							: 'Take from another port, or from another component.',
					details: because('flow_no_port', { name, input, type: wordOf(giver) }),
				}),
			);
			continue;
		}
		if (port === 'failed' && lastResortOf(flow.components[from]?.on_error ?? 'fail') === 'fail') {
			found.push(
				foundAt(from, before, ['on_error'], {
					message: `nothing comes out of ${quoted(input)}, because the first record that fails ends the run.`,
					hint: 'Set "on_error" to "skip" or "quarantine", or remove the connection.',
					details: because('flow_failed_unused', { name: before }),
				}),
			);
		}
		if (taker === null) continue;
		const [given, taken] = [encodingOf(giver, port), encodingOf(taker, null)];
		if (given !== null && taken !== null && given !== taken) {
			found.push(
				foundAt(to, name, ['inputs'], {
					message: `it takes ${taken === 'json' ? 'JSON records' : 'bytes'}, but ${quoted(input)} gives ${given === 'json' ? 'JSON records' : 'bytes'}.`,
					hint: 'Put a component between the two that takes the one and gives the other.',
					details: because('flow_encodings', { name, before: input }),
				}),
			);
		}
	}
	return found;
}

function inputsFound(flow: Flow, graph: FlowGraph, position: number, unit: FlowUnit): readonly Found[] {
	const { name, inputs = [] } = flow.components[position] ?? { name: '' };
	const word = wordOf(unit);
	const isFirst = word === 'read-file' || word === 'source';
	const takes = graph.edges.some(({ to }) => to === position) || inputs.length > 0;
	if (isFirst === !takes) return [];
	return [
		isFirst
			? foundAt(position, name, ['inputs'], {
					message: `it is ${articled(word)}, which takes no records from others.`,
					hint: 'Remove its inputs, or put another component in its place.',
					details: because('flow_takes_no_input', { name, type: word }),
				})
			: foundAt(position, name, ['inputs'], {
					message: `it is ${articled(word)}, and takes from nothing.`,
					hint: graph.isChain
						? 'A flow in which nobody has "inputs" begins with a source or read-file.'
						: 'Name in "inputs" which components it takes from.',
					details: because('flow_needs_input', { name, type: word }),
				}),
	];
}

function workersFound(flow: Flow, position: number, unit: FlowUnit): readonly Found[] {
	const { name, workers = 1 } = flow.components[position] ?? { name: '' };
	const word = wordOf(unit);
	if (workers === 1 || unit.use !== null || isStateless(word)) return [];
	return [
		foundAt(position, name, ['workers'], {
			message: `it is ${articled(word)}, which keeps something between records, so ${workers} workers cannot share its work.`,
			hint: 'Leave it with one worker.',
			details: because('flow_workers', { name, type: word }),
		}),
	];
}

function articled(word: string): string {
	return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

/** Where what one plugin says of its records and what the next says cannot both be so. In pieces, with one bound. */
export async function recordTypesFound(flow: Flow, graph: FlowGraph, units: Units): Promise<readonly Found[]> {
	const types = new RecordTypes();
	const given = new Map<number, Passed | null>();
	const found: Found[] = [];
	for (const position of graph.order) {
		const unit = units[position] ?? null;
		const manifest = unit === null || unit.use !== null ? null : unit.plugin.manifest;
		const edges = graph.edges.filter(({ to }) => to === position);
		for (const { from, port } of edges) {
			const before = port === 'failed' ? null : (given.get(from) ?? null);
			const clash =
				before === null || manifest === null ? null : await types.clash(before.schema, manifest.input_schema);
			if (before === null || manifest === null || clash === null) continue;
			const name = flow.components[position]?.name ?? '';
			const { place, says } = clashWords(before.from.name, manifest.name, clash);
			found.push(
				foundAt(position, name, ['inputs'], {
					message: `${manifest.name} takes no record that ${before.from.name} gives (${says}).`,
					hint: 'Put a plugin between the two that changes the records, or correct the schemas in their manifests.',
					details: because('chain_types', { plugin: manifest.name, before: before.from.name, path: place }),
				}),
			);
		}
		const only = edges.length === 1 && edges[0]?.port !== 'failed' ? edges[0] : undefined;
		const taken = only === undefined ? null : (given.get(only.from) ?? null);
		given.set(position, manifest === null ? null : passedOn(manifest, taken));
	}
	return found;
}
