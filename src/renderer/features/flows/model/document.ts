import type { JsonValue } from '../../../../shared/errors/errors.ts';
import { type BuiltIn, type OnError, type Port, ports } from '../../../../shared/flow/flow-file.ts';

/** Of this editing alone: it stays what it is whatever a component is called and wherever it stands. */
export type ComponentId = string;

/** Where records come from: a component's port, or words in the file that name none. */
export type ComponentInput = { readonly from: ComponentId; readonly port: Port } | { readonly unknown: string };

export type Fields = { readonly [key: string]: JsonValue };

/** px on the canvas. */
export interface Spot {
	readonly x: number;
	readonly y: number;
}

/** A component as it is being edited. */
export interface EditedComponent {
	readonly id: ComponentId;
	readonly name: string;
	/** Null: it is a plugin. */
	readonly use: BuiltIn | null;
	/** As the file says it; null: the plugin has the component's name. */
	readonly plugin: string | null;
	/** JSON text; empty: nothing is overridden. */
	readonly config: string;
	readonly inputs: readonly ComponentInput[];
	readonly onError: OnError | null;
	readonly workers: number | null;
	readonly batchSize: number | null;
	/** bytes */
	readonly batchBytes: number | null;
	/** Null: where the layout puts it. */
	readonly at: Spot | null;
	/** What else the file says of it, as it says it. */
	readonly rest: Fields;
}

/** A flow as it is being edited. Components in the order of the file. */
export interface FlowDocument {
	readonly name: string;
	readonly description: string;
	readonly components: readonly EditedComponent[];
	/** The file says no inputs: each takes from the one before it. Written so again for as long as that is true. */
	readonly isChain: boolean;
	readonly batchSize: number | null;
	/** bytes */
	readonly batchBytes: number | null;
	readonly rest: Fields;
}

export const emptyDocument: FlowDocument = {
	name: '',
	description: '',
	components: [],
	isChain: false,
	batchSize: null,
	batchBytes: null,
	rest: {},
};

export function componentOf(document: FlowDocument, id: ComponentId | null): EditedComponent | undefined {
	return document.components.find((component) => component.id === id);
}

/** Name of the plugin that it is; null: it is built in. */
export function pluginOf(component: Pick<EditedComponent, 'use' | 'plugin' | 'name'>): string | null {
	return component.use === null ? (component.plugin ?? component.name) : null;
}

/** Records of a port that a component takes. */
export interface Link {
	readonly from: ComponentId;
	readonly port: Port;
	readonly to: ComponentId;
}

export const linkId = ({ from, port, to }: Link): string => `${from}.${port}>${to}`;

/** By who takes, in the order in which each takes. */
export function linksOf({ components }: FlowDocument): readonly Link[] {
	return components.flatMap(({ id: to, inputs }) =>
		inputs.flatMap((input) => ('from' in input ? [{ from: input.from, port: input.port, to }] : [])),
	);
}

/** What a component gives to others, by its ports. */
export function linksFrom(document: FlowDocument, id: ComponentId): readonly Link[] {
	const links = linksOf(document).filter(({ from }) => from === id);
	return links.toSorted((one, other) => ports.indexOf(one.port) - ports.indexOf(other.port));
}

/** Those that records of a component reach, itself among them. */
function reachedFrom(document: FlowDocument, id: ComponentId): ReadonlySet<ComponentId> {
	const links = linksOf(document);
	const reached = new Set([id]);
	for (const each of reached) for (const { from, to } of links) if (from === each) reached.add(to);
	return reached;
}

/** Whether one may take from another: not from itself, not in a circle, not twice from one port. */
export function mayConnect(document: FlowDocument, { from, port, to }: Link): boolean {
	if (reachedFrom(document, to).has(from)) return false;
	return !linksOf(document).some((link) => link.from === from && link.port === port && link.to === to);
}

/** Its components, those that give before those that take; what goes round in a circle at the end, in the order of the file. */
export function orderOf(document: FlowDocument): readonly EditedComponent[] {
	const links = linksOf(document);
	const known = new Set(document.components.map(({ id }) => id));
	const waits = new Map(document.components.map(({ id }) => [id, 0]));
	for (const { from, to } of links) if (known.has(from)) waits.set(to, (waits.get(to) ?? 0) + 1);
	const order = document.components.filter(({ id }) => waits.get(id) === 0).map(({ id }) => id);
	for (const each of order) {
		for (const { from, to } of links) {
			if (from !== each) continue;
			waits.set(to, (waits.get(to) ?? 0) - 1);
			if (waits.get(to) === 0) order.push(to);
		}
	}
	const place = new Map(order.map((id, index) => [id, index]));
	const last = order.length;
	return document.components.toSorted((one, other) => (place.get(one.id) ?? last) - (place.get(other.id) ?? last));
}
