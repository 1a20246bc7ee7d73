import type { Flow, FlowComponent } from '../../../../shared/flow/flow-file.ts';
import { readInput } from '../../../../shared/flow/flow-graph.ts';
import type { ComponentId, ComponentInput, EditedComponent, Fields, FlowDocument, Spot } from './document.ts';
import { newComponentId } from './ids.ts';

/** What a flow's file says, to be edited. */
export function documentOf(flow: Flow, newId: () => ComponentId = newComponentId): FlowDocument {
	const { name, description, components, batch_size, batch_bytes, ...rest } = flow;
	const ids = components.map(() => newId());
	const isChain = components.every(({ inputs }) => inputs === undefined);
	const at = placesOf(components);
	return {
		name,
		description: description ?? '',
		isChain,
		batchSize: batch_size ?? null,
		batchBytes: batch_bytes ?? null,
		rest: given(rest),
		components: components.map((component, index) =>
			editedFrom(
				component,
				ids[index] as ComponentId,
				isChain ? chained(ids[index - 1]) : (component.inputs ?? []).map((input) => inputOf(input, at, ids)),
			),
		),
	};
}

/** The same, where components that are called as in another document are the same ones: what is chosen stays chosen. */
export function documentLike(before: FlowDocument, flow: Flow): FlowDocument {
	const ids = new Map(before.components.map(({ name, id }) => [name, id]));
	const names = flow.components.map(({ name }) => name).values();
	return documentOf(flow, () => {
		const name = names.next().value ?? '';
		const id = ids.get(name) ?? newComponentId();
		// Of two with one name the other is another.
		ids.delete(name);
		return id;
	});
}

/** As `flowGraph` has it: of two with one name the first is meant. */
function placesOf(components: readonly FlowComponent[]): ReadonlyMap<string, number> {
	const at = new Map<string, number>();
	for (const [index, { name }] of components.entries()) if (!at.has(name)) at.set(name, index);
	return at;
}

const chained = (before: ComponentId | undefined): readonly ComponentInput[] =>
	before === undefined ? [] : [{ from: before, port: 'out' }];

function inputOf(input: string, at: ReadonlyMap<string, number>, ids: readonly ComponentId[]): ComponentInput {
	const found = readInput(input, at);
	return found === null ? { unknown: input } : { from: ids[found.from] as ComponentId, port: found.port };
}

function editedFrom(component: FlowComponent, id: ComponentId, inputs: readonly ComponentInput[]): EditedComponent {
	const {
		name,
		use,
		plugin,
		config,
		inputs: _,
		on_error,
		workers,
		batch_size,
		batch_bytes,
		metadata,
		...rest
	} = component;
	const { at, others } = spotOf(metadata as Fields | null | undefined);
	return {
		id,
		name,
		use: use ?? null,
		plugin: plugin ?? null,
		config: config === null || Object.keys(config).length === 0 ? '' : JSON.stringify(config, null, 2),
		inputs,
		onError: on_error ?? null,
		workers: workers ?? null,
		batchSize: batch_size ?? null,
		batchBytes: batch_bytes ?? null,
		at,
		rest: given({ ...rest, ...(others === undefined ? {} : { metadata: others }) }),
	};
}

/** Where a person put it on the canvas, which its metadata tells. */
function spotOf(metadata: Fields | null | undefined): { at: Spot | null; others: Fields | null | undefined } {
	const { position, ...others } = metadata ?? {};
	const { x, y } = (typeof position === 'object' && position !== null ? position : {}) as Partial<Spot>;
	const isSpot = typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y);
	if (!isSpot) return { at: null, others: metadata };
	return { at: { x, y }, others: Object.keys(others).length === 0 ? undefined : others };
}

/** Without keys that say nothing. */
function given(fields: object): Fields {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
