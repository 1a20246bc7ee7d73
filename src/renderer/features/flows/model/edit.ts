import type { BuiltIn, Port } from '../../../../shared/flow/flow-file.ts';
import {
	type ComponentId,
	type ComponentInput,
	componentOf,
	type EditedComponent,
	type FlowDocument,
	type Link,
	linksOf,
	mayConnect,
	type Spot,
} from './document.ts';
import { newComponentId } from './ids.ts';
import { lastResortOf, withLastResort } from './on-error.ts';

/** What a new component is to be. */
export type ComponentKind = { readonly use: BuiltIn } | { readonly plugin: string };

/** Where a new component goes: nowhere yet, behind a port, into what already goes from one to another, or before one. */
export type Where =
	| null
	| { readonly from: ComponentId; readonly port: Port; readonly isBetween: boolean }
	| { readonly link: Link }
	| { readonly before: ComponentId };

/** The document, and what was made in it. */
export interface Made {
	readonly document: FlowDocument;
	readonly ids: readonly ComponentId[];
}

/** A component of a kind. In between, what took from the port takes from it instead. */
export function addComponent(
	document: FlowDocument,
	kind: ComponentKind,
	where: Where,
	id: ComponentId = newComponentId(),
): Made {
	const wanted = 'use' in kind ? kind.use : kind.plugin;
	const name = freeName(document, wanted);
	const from = where === null || 'before' in where ? null : 'link' in where ? where.link : where;
	const before = where !== null && 'before' in where ? where.before : null;
	const component: EditedComponent = {
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
	const isMoved = (to: ComponentId): boolean =>
		where !== null && ('link' in where ? where.link.to === to : 'isBetween' in where && where.isBetween);
	const givers = from === null ? document : givingFailed(document, from.from, from.port);
	const others = givers.components.map((other) => {
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
	return { document: { ...document, components: others.toSpliced(place, 0, component) }, ids: [id] };
}

/** Without some components: who took what they gave takes what they took. */
export function removeComponents(document: FlowDocument, ids: readonly ComponentId[]): FlowDocument {
	return ids.reduce(removeOne, document);
}

function removeOne(document: FlowDocument, id: ComponentId): FlowDocument {
	const gone = componentOf(document, id);
	if (gone === undefined) return document;
	const components = document.components.flatMap((component) => {
		if (component.id === id) return [];
		const inputs = component.inputs.flatMap((input): readonly ComponentInput[] => {
			if (!('from' in input) || input.from !== id) return [input];
			return input.port === 'out' ? gone.inputs : [];
		});
		return [{ ...component, inputs: onlyOnce(inputs) }];
	});
	return { ...document, components };
}

/** Gives a component other values. Another name is followed by all that take from it; its plugin stays what it was. */
export function setComponent(
	document: FlowDocument,
	id: ComponentId,
	change: Partial<Omit<EditedComponent, 'id'>>,
): FlowDocument {
	return {
		...document,
		components: document.components.map((component) => {
			if (component.id !== id) return component;
			const next = { ...component, ...change };
			const isNamed = change.name !== undefined && change.name !== component.name && change.plugin === undefined;
			const isByName =
				component.use === null && component.plugin === null && component.rest['module_path'] === undefined;
			return isNamed && isByName && next.use === null ? { ...next, plugin: component.name } : next;
		}),
	};
}

/** Makes a component another kind of thing. What told of the plugin of before does not hold for another. */
export function setKind(document: FlowDocument, id: ComponentId, kind: ComponentKind): FlowDocument {
	const component = componentOf(document, id);
	if (component === undefined) return document;
	const { type: _type, component_type: _word, module_path: _path, ...rest } = component.rest;
	const isPlugin = 'plugin' in kind;
	return setComponent(document, id, {
		use: isPlugin ? null : kind.use,
		plugin: isPlugin && kind.plugin !== component.name ? kind.plugin : null,
		config: '',
		workers: isPlugin ? component.workers : null,
		rest,
	});
}

/** Lets one take from another; as it was where that cannot be. */
export function connect(document: FlowDocument, link: Link): FlowDocument {
	const to = componentOf(document, link.to);
	if (to === undefined || componentOf(document, link.from) === undefined || !mayConnect(document, link))
		return document;
	const giving = givingFailed(document, link.from, link.port);
	return setComponent(giving, link.to, { inputs: [...to.inputs, { from: link.from, port: link.port }] });
}

/** Nothing comes out of `failed` where the first record that fails ends the run: whoever takes from it wants them skipped. */
function givingFailed(document: FlowDocument, id: ComponentId, port: Port): FlowDocument {
	const component = componentOf(document, id);
	if (port !== 'failed' || component === undefined || lastResortOf(component.onError) !== 'fail') return document;
	return setComponent(document, id, { onError: withLastResort(component.onError, 'skip') });
}

/** Takes one input from a component, by its place. */
export function disconnect(document: FlowDocument, to: ComponentId, place: number): FlowDocument {
	const component = componentOf(document, to);
	return component === undefined
		? document
		: setComponent(document, to, { inputs: component.inputs.toSpliced(place, 1) });
}

export function disconnectLink(document: FlowDocument, { from, port, to }: Link): FlowDocument {
	const place = componentOf(document, to)?.inputs.findIndex((input) => isOf(input, from, port)) ?? -1;
	return place < 0 ? document : disconnect(document, to, place);
}

/** Takes one end of a connection, or both, elsewhere; in the same place among the inputs where it is the same taker. */
export function reconnect(document: FlowDocument, link: Link, next: Link): FlowDocument {
	const without = disconnectLink(document, link);
	const connected = connect(without, next);
	if (connected === without) return document;
	const place = componentOf(document, link.to)?.inputs.findIndex((input) => isOf(input, link.from, link.port)) ?? -1;
	const inputs = componentOf(connected, next.to)?.inputs ?? [];
	const last = inputs.at(-1);
	if (next.to !== link.to || place < 0 || last === undefined) return connected;
	return setComponent(connected, next.to, { inputs: inputs.slice(0, -1).toSpliced(place, 0, last) });
}

/** Puts an input of a component before or behind its neighbour: records are merged in this order. */
export function moveInput(document: FlowDocument, to: ComponentId, place: number, by: 1 | -1): FlowDocument {
	const component = componentOf(document, to);
	const input = component?.inputs[place];
	if (component === undefined || input === undefined || component.inputs[place + by] === undefined) return document;
	return setComponent(document, to, { inputs: component.inputs.toSpliced(place, 1).toSpliced(place + by, 0, input) });
}

/** Whether a component can change places with the one that it takes from. */
export function giverToSwap(document: FlowDocument, id: ComponentId): EditedComponent | null {
	const component = componentOf(document, id);
	const [input] = component?.inputs ?? [];
	if (component?.inputs.length !== 1 || input === undefined || !('from' in input) || input.port !== 'out') return null;
	const giver = componentOf(document, input.from);
	const isAlone = linksOf(document).filter(({ from, port }) => from === input.from && port === 'out').length === 1;
	return giver !== undefined && giver.inputs.length > 0 && isAlone ? giver : null;
}

/** The one that can come before a component instead of behind it. */
export function takerToSwap(document: FlowDocument, id: ComponentId): EditedComponent | null {
	const [first, ...more] = linksOf(document).filter(({ from, port }) => from === id && port === 'out');
	if (first === undefined || more.length > 0) return null;
	return giverToSwap(document, first.to)?.id === id ? (componentOf(document, first.to) ?? null) : null;
}

/** A component changes places with the one it takes from, in the flow and in the file. */
export function moveEarlier(document: FlowDocument, id: ComponentId): FlowDocument {
	const giver = giverToSwap(document, id);
	const component = componentOf(document, id);
	if (giver === null || component === undefined) return document;
	const places = new Map<ComponentId, EditedComponent>([
		[giver.id, { ...component, inputs: giver.inputs, at: giver.at }],
		[id, { ...giver, inputs: [{ from: id, port: 'out' }], at: component.at }],
	]);
	const components = document.components.map((other) => {
		const placed = places.get(other.id);
		if (placed !== undefined) return placed;
		return withInputs(other, (input) => (isOf(input, id, 'out') ? { from: giver.id, port: 'out' } : input));
	});
	return { ...document, components };
}

/** Copies of components beside them: each takes what its original takes, or the copy of it. */
export function duplicate(document: FlowDocument, ids: readonly ComponentId[]): Made {
	const chosen = document.components.filter(({ id }) => ids.includes(id));
	return insert(document, chosen);
}

/** Puts components in, under names that are free: what they take from each other stays, and from what is here. */
export function insert(document: FlowDocument, given: readonly EditedComponent[]): Made {
	const renamed = new Map(given.map(({ id }) => [id, newComponentId()]));
	const here = new Set(document.components.map(({ id }) => id));
	let next = document;
	const ids: ComponentId[] = [];
	const by = freeStep(document, given);
	// Among components that nobody placed, places from elsewhere would be in the way.
	const isPlaced = document.components.length === 0 || document.components.some(({ at }) => at !== null);
	for (const component of given) {
		const at = component.at === null || !isPlaced ? null : { x: component.at.x + by, y: component.at.y + by };
		const name = freeName(next, component.name);
		const id = renamed.get(component.id) as ComponentId;
		const inputs = component.inputs.flatMap((input): readonly ComponentInput[] => {
			if (!('from' in input)) return [];
			const inner = renamed.get(input.from);
			if (inner !== undefined) return [{ from: inner, port: input.port }];
			return here.has(input.from) ? [input] : [];
		});
		const isByName = component.use === null && component.plugin === null && component.rest['module_path'] === undefined;
		const plugin = isByName && name !== component.name ? component.name : component.plugin;
		next = { ...next, components: [...next.components, { ...component, id, name, plugin, inputs, at }] };
		ids.push(id);
	}
	return { document: next, ids };
}

/** Between copies that lie on each other, px. */
const STEP = 32;

/** How far some components are moved so that none lies exactly on one that is there. px */
function freeStep({ components }: FlowDocument, given: readonly EditedComponent[]): number {
	const taken = new Set(components.flatMap(({ at }) => (at === null ? [] : [`${at.x} ${at.y}`])));
	let by = 0;
	while (given.some(({ at }) => at !== null && taken.has(`${at.x + by} ${at.y + by}`))) by += STEP;
	return by;
}

/** Puts components where a person wants them on the canvas. */
export function place(document: FlowDocument, spots: ReadonlyMap<ComponentId, Spot>): FlowDocument {
	return {
		...document,
		components: document.components.map((component) => ({ ...component, at: spots.get(component.id) ?? component.at })),
	};
}

/** Leaves it to the layout again where all are. */
export function arrange(document: FlowDocument): FlowDocument {
	return {
		...document,
		components: document.components.map((component) =>
			component.at === null ? component : { ...component, at: null },
		),
	};
}

/** A name that nobody has: the wanted one, or that with a number. */
function freeName({ components }: FlowDocument, wanted: string): string {
	const taken = new Set(components.map(({ name }) => name));
	if (!taken.has(wanted)) return wanted;
	const base = wanted.replace(/-\d+$/, '');
	for (let number = 2; ; number++) {
		const name = `${base.slice(0, 190)}-${number}`;
		if (!taken.has(name)) return name;
	}
}

function isOf(input: ComponentInput, from: ComponentId, port: Port): boolean {
	return 'from' in input && input.from === from && input.port === port;
}

function withInputs(component: EditedComponent, change: (input: ComponentInput) => ComponentInput): EditedComponent {
	return { ...component, inputs: onlyOnce(component.inputs.map(change)) };
}

function onlyOnce(inputs: readonly ComponentInput[]): readonly ComponentInput[] {
	return [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()];
}
