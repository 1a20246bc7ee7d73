import type { BuiltIn, Port } from '../../../../shared/flow/flow-file.ts';
import {
	type FlowDocument,
	type Link,
	linksOf,
	mayConnect,
	type Part,
	type PartId,
	type PartInput,
	partOf,
	type Spot,
} from './document.ts';
import { newPartId } from './ids.ts';
import { lastResortOf, withLastResort } from './on-error.ts';

/** What a new component is to be. */
export type PartKind = { readonly use: BuiltIn } | { readonly plugin: string };

/** Where a new component goes: nowhere yet, behind a port, into what already goes from one to another, or before one. */
export type Where =
	| null
	| { readonly from: PartId; readonly port: Port; readonly isBetween: boolean }
	| { readonly link: Link }
	| { readonly before: PartId };

/** The document, and what was made in it. */
export interface Made {
	readonly document: FlowDocument;
	readonly ids: readonly PartId[];
}

/** A component of a kind. In between, what took from the port takes from it instead. */
export function addPart(document: FlowDocument, kind: PartKind, where: Where, id: PartId = newPartId()): Made {
	const wanted = 'use' in kind ? kind.use : kind.plugin;
	const name = freeName(document, wanted);
	const from = where === null || 'before' in where ? null : 'link' in where ? where.link : where;
	const before = where !== null && 'before' in where ? where.before : null;
	const part: Part = {
		id,
		name,
		use: 'use' in kind ? kind.use : null,
		plugin: 'use' in kind || kind.plugin === name ? null : kind.plugin,
		config: '',
		inputs: from === null ? [] : [{ from: from.from, port: from.port }],
		onError: null,
		workers: null,
		batchSize: null,
		batchBytes: null,
		at: null,
		rest: {},
	};
	const isMoved = (to: PartId): boolean =>
		where !== null && ('link' in where ? where.link.to === to : 'isBetween' in where && where.isBetween);
	const givers = from === null ? document : givingFailed(document, from.from, from.port);
	const others = givers.parts.map((other) => {
		if (other.id === before) return { ...other, inputs: [...other.inputs, { from: id, port: 'out' } as const] };
		if (from === null || !isMoved(other.id)) return other;
		return withInputs(other, (input) => (isOf(input, from.from, from.port) ? { from: id, port: 'out' } : input));
	});
	const place =
		before !== null
			? others.findIndex((other) => other.id === before)
			: from === null
				? others.length
				: others.findIndex((other) => other.id === from.from) + 1;
	return { document: { ...document, parts: others.toSpliced(place, 0, part) }, ids: [id] };
}

/** Without some components: who took what they gave takes what they took. */
export function removeParts(document: FlowDocument, ids: readonly PartId[]): FlowDocument {
	return ids.reduce(removeOne, document);
}

function removeOne(document: FlowDocument, id: PartId): FlowDocument {
	const gone = partOf(document, id);
	if (gone === undefined) return document;
	const parts = document.parts.flatMap((part) => {
		if (part.id === id) return [];
		const inputs = part.inputs.flatMap((input): readonly PartInput[] => {
			if (!('from' in input) || input.from !== id) return [input];
			return input.port === 'out' ? gone.inputs : [];
		});
		return [{ ...part, inputs: onlyOnce(inputs) }];
	});
	return { ...document, parts };
}

/** Gives a component other values. Another name is followed by all that take from it; its plugin stays what it was. */
export function setPart(document: FlowDocument, id: PartId, change: Partial<Omit<Part, 'id'>>): FlowDocument {
	return {
		...document,
		parts: document.parts.map((part) => {
			if (part.id !== id) return part;
			const next = { ...part, ...change };
			const isNamed = change.name !== undefined && change.name !== part.name && change.plugin === undefined;
			const isByName = part.use === null && part.plugin === null && part.rest['module_path'] === undefined;
			return isNamed && isByName && next.use === null ? { ...next, plugin: part.name } : next;
		}),
	};
}

/** Makes a component another kind of thing. What told of the plugin of before does not hold for another. */
export function setKind(document: FlowDocument, id: PartId, kind: PartKind): FlowDocument {
	const part = partOf(document, id);
	if (part === undefined) return document;
	const { type: _type, component_type: _word, module_path: _path, ...rest } = part.rest;
	const isPlugin = 'plugin' in kind;
	return setPart(document, id, {
		use: isPlugin ? null : kind.use,
		plugin: isPlugin && kind.plugin !== part.name ? kind.plugin : null,
		config: '',
		workers: isPlugin ? part.workers : null,
		rest,
	});
}

/** Lets one take from another; as it was where that cannot be. */
export function connect(document: FlowDocument, link: Link): FlowDocument {
	const to = partOf(document, link.to);
	if (to === undefined || partOf(document, link.from) === undefined || !mayConnect(document, link)) return document;
	const giving = givingFailed(document, link.from, link.port);
	return setPart(giving, link.to, { inputs: [...to.inputs, { from: link.from, port: link.port }] });
}

/** Nothing comes out of `failed` where the first record that fails ends the run: whoever takes from it wants them skipped. */
function givingFailed(document: FlowDocument, id: PartId, port: Port): FlowDocument {
	const part = partOf(document, id);
	if (port !== 'failed' || part === undefined || lastResortOf(part.onError) !== 'fail') return document;
	return setPart(document, id, { onError: withLastResort(part.onError, 'skip') });
}

/** Takes one input from a component, by its place. */
export function disconnect(document: FlowDocument, to: PartId, place: number): FlowDocument {
	const part = partOf(document, to);
	return part === undefined ? document : setPart(document, to, { inputs: part.inputs.toSpliced(place, 1) });
}

export function disconnectLink(document: FlowDocument, { from, port, to }: Link): FlowDocument {
	const place = partOf(document, to)?.inputs.findIndex((input) => isOf(input, from, port)) ?? -1;
	return place < 0 ? document : disconnect(document, to, place);
}

/** Takes one end of a connection, or both, elsewhere; in the same place among the inputs where it is the same taker. */
export function reconnect(document: FlowDocument, link: Link, next: Link): FlowDocument {
	const without = disconnectLink(document, link);
	const connected = connect(without, next);
	if (connected === without) return document;
	const place = partOf(document, link.to)?.inputs.findIndex((input) => isOf(input, link.from, link.port)) ?? -1;
	const inputs = partOf(connected, next.to)?.inputs ?? [];
	const last = inputs.at(-1);
	if (next.to !== link.to || place < 0 || last === undefined) return connected;
	return setPart(connected, next.to, { inputs: inputs.slice(0, -1).toSpliced(place, 0, last) });
}

/** Puts an input of a component before or behind its neighbour: records are merged in this order. */
export function moveInput(document: FlowDocument, to: PartId, place: number, by: 1 | -1): FlowDocument {
	const part = partOf(document, to);
	const input = part?.inputs[place];
	if (part === undefined || input === undefined || part.inputs[place + by] === undefined) return document;
	return setPart(document, to, { inputs: part.inputs.toSpliced(place, 1).toSpliced(place + by, 0, input) });
}

/** Whether a component can change places with the one that it takes from. */
export function giverToSwap(document: FlowDocument, id: PartId): Part | null {
	const part = partOf(document, id);
	const [input] = part?.inputs ?? [];
	if (part?.inputs.length !== 1 || input === undefined || !('from' in input) || input.port !== 'out') return null;
	const giver = partOf(document, input.from);
	const isAlone = linksOf(document).filter(({ from, port }) => from === input.from && port === 'out').length === 1;
	return giver !== undefined && giver.inputs.length > 0 && isAlone ? giver : null;
}

/** The one that can come before a component instead of behind it. */
export function takerToSwap(document: FlowDocument, id: PartId): Part | null {
	const [first, ...more] = linksOf(document).filter(({ from, port }) => from === id && port === 'out');
	if (first === undefined || more.length > 0) return null;
	return giverToSwap(document, first.to)?.id === id ? (partOf(document, first.to) ?? null) : null;
}

/** A component changes places with the one it takes from, in the flow and in the file. */
export function moveEarlier(document: FlowDocument, id: PartId): FlowDocument {
	const giver = giverToSwap(document, id);
	const part = partOf(document, id);
	if (giver === null || part === undefined) return document;
	const places = new Map<PartId, Part>([
		[giver.id, { ...part, inputs: giver.inputs, at: giver.at }],
		[id, { ...giver, inputs: [{ from: id, port: 'out' }], at: part.at }],
	]);
	const parts = document.parts.map((other) => {
		const placed = places.get(other.id);
		if (placed !== undefined) return placed;
		return withInputs(other, (input) => (isOf(input, id, 'out') ? { from: giver.id, port: 'out' } : input));
	});
	return { ...document, parts };
}

/** Copies of components beside them: each takes what its original takes, or the copy of it. */
export function duplicate(document: FlowDocument, ids: readonly PartId[]): Made {
	const chosen = document.parts.filter(({ id }) => ids.includes(id));
	return insert(document, chosen);
}

/** Puts components in, under names that are free: what they take from each other stays, and from what is here. */
export function insert(document: FlowDocument, given: readonly Part[]): Made {
	const renamed = new Map(given.map(({ id }) => [id, newPartId()]));
	const here = new Set(document.parts.map(({ id }) => id));
	let next = document;
	const ids: PartId[] = [];
	const by = freeStep(document, given);
	// Among components that nobody placed, places from elsewhere would be in the way.
	const isPlaced = document.parts.length === 0 || document.parts.some(({ at }) => at !== null);
	for (const part of given) {
		const at = part.at === null || !isPlaced ? null : { x: part.at.x + by, y: part.at.y + by };
		const name = freeName(next, part.name);
		const id = renamed.get(part.id) as PartId;
		const inputs = part.inputs.flatMap((input): readonly PartInput[] => {
			if (!('from' in input)) return [];
			const inner = renamed.get(input.from);
			if (inner !== undefined) return [{ from: inner, port: input.port }];
			return here.has(input.from) ? [input] : [];
		});
		const isByName = part.use === null && part.plugin === null && part.rest['module_path'] === undefined;
		const plugin = isByName && name !== part.name ? part.name : part.plugin;
		next = { ...next, parts: [...next.parts, { ...part, id, name, plugin, inputs, at }] };
		ids.push(id);
	}
	return { document: next, ids };
}

/** Between copies that lie on each other, px. */
const STEP = 32;

/** How far some components are moved so that none lies exactly on one that is there. px */
function freeStep({ parts }: FlowDocument, given: readonly Part[]): number {
	const taken = new Set(parts.flatMap(({ at }) => (at === null ? [] : [`${at.x} ${at.y}`])));
	let by = 0;
	while (given.some(({ at }) => at !== null && taken.has(`${at.x + by} ${at.y + by}`))) by += STEP;
	return by;
}

/** Puts components where a person wants them on the canvas. */
export function place(document: FlowDocument, spots: ReadonlyMap<PartId, Spot>): FlowDocument {
	return { ...document, parts: document.parts.map((part) => ({ ...part, at: spots.get(part.id) ?? part.at })) };
}

/** Leaves it to the layout again where all are. */
export function arrange(document: FlowDocument): FlowDocument {
	return { ...document, parts: document.parts.map((part) => (part.at === null ? part : { ...part, at: null })) };
}

/** A name that nobody has: the wanted one, or that with a number. */
function freeName({ parts }: FlowDocument, wanted: string): string {
	const taken = new Set(parts.map(({ name }) => name));
	if (!taken.has(wanted)) return wanted;
	const base = wanted.replace(/-\d+$/, '');
	for (let number = 2; ; number++) {
		const name = `${base.slice(0, 190)}-${number}`;
		if (!taken.has(name)) return name;
	}
}

function isOf(input: PartInput, from: PartId, port: Port): boolean {
	return 'from' in input && input.from === from && input.port === port;
}

function withInputs(part: Part, change: (input: PartInput) => PartInput): Part {
	return { ...part, inputs: onlyOnce(part.inputs.map(change)) };
}

function onlyOnce(inputs: readonly PartInput[]): readonly PartInput[] {
	return [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()];
}
