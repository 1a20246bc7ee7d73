import type { Flow, FlowComponent } from '../../../../shared/flow/flow-file.ts';
import { writeInput } from '../../../../shared/flow/flow-graph.ts';
import { configProblem } from '../../../lib/json/config-text.ts';
import type { ComponentId, ComponentInput, EditedComponent, Fields, FlowDocument } from './document.ts';

/** What keeps a document from being a flow at all, before anything is asked. `component` null: the flow as a whole. */
export interface DraftProblem {
	readonly component: ComponentId | null;
	readonly key: 'name' | 'config' | 'components';
	readonly kind: 'flowName' | 'noComponents' | 'componentName' | 'notJson' | 'notObject' | 'notKept';
}

export function draftProblems(document: FlowDocument): readonly DraftProblem[] {
	return [
		...(document.name.trim() === '' ? [{ component: null, key: 'name', kind: 'flowName' } as const] : []),
		...(document.components.length === 0
			? [{ component: null, key: 'components', kind: 'noComponents' } as const]
			: []),
		...document.components.flatMap((component): readonly DraftProblem[] => {
			const config = configProblem(component.config);
			return [
				...(component.name.trim() === ''
					? [{ component: component.id, key: 'name', kind: 'componentName' } as const]
					: []),
				...(config === null ? [] : [{ component: component.id, key: 'config', kind: config } as const]),
			];
		}),
	];
}

/** Configuration as an object; what cannot be read as one is none. */
export function configOf(text: string): Fields {
	return text.trim() === '' || configProblem(text) !== null ? {} : (JSON.parse(text) as Fields);
}

/** The file of a document. Of one with `draftProblems` it is as near as can be. */
export function flowOf(document: FlowDocument): Flow {
	const names = new Map(document.components.map(({ id, name }) => [id, name]));
	const isChain = isStillChain(document);
	// Nobody's inputs would mean a chain.
	const saysNone = !isChain && document.components.every(({ inputs }) => inputs.length === 0);
	const { name, description, batchSize, batchBytes, rest } = document;
	return {
		...rest,
		name: name.trim(),
		...(description === '' ? {} : { description }),
		components: document.components.map((component) => {
			const inputs = component.inputs.flatMap((input) => wordOf(input, names));
			return componentOf(component, isChain || (inputs.length === 0 && !saysNone) ? null : inputs);
		}),
		...(batchSize === null ? {} : { batch_size: batchSize }),
		...(batchBytes === null ? {} : { batch_bytes: batchBytes }),
	} as Flow;
}

/** Whether each takes from the one before it and nothing else, and the file said so by saying nothing. */
function isStillChain({ components, isChain }: FlowDocument): boolean {
	return (
		isChain &&
		components.every(({ inputs }, index) => {
			const before = components[index - 1];
			const [first] = inputs;
			if (before === undefined) return inputs.length === 0;
			const isOne = inputs.length === 1 && first !== undefined && 'from' in first;
			return isOne && first.from === before.id && first.port === 'out';
		})
	);
}

function wordOf(input: ComponentInput, names: ReadonlyMap<ComponentId, string>): readonly string[] {
	if ('unknown' in input) return [input.unknown];
	const name = names.get(input.from);
	return name === undefined ? [] : [writeInput(name, input.port)];
}

function componentOf(component: EditedComponent, inputs: readonly string[] | null): FlowComponent {
	const { metadata, ...rest } = component.rest;
	const position =
		component.at === null ? {} : { position: { x: Math.round(component.at.x), y: Math.round(component.at.y) } };
	const hasMetadata = metadata !== undefined || component.at !== null;
	return {
		name: component.name,
		...(component.use === null ? {} : { use: component.use }),
		...(component.plugin === null ? {} : { plugin: component.plugin }),
		...rest,
		...(inputs === null ? {} : { inputs: [...inputs] }),
		config: configOf(component.config),
		...(component.onError === null ? {} : { on_error: component.onError }),
		...(component.workers === null ? {} : { workers: component.workers }),
		...(component.batchSize === null ? {} : { batch_size: component.batchSize }),
		...(component.batchBytes === null ? {} : { batch_bytes: component.batchBytes }),
		...(hasMetadata
			? {
					metadata: component.at === null && metadata === null ? null : { ...(metadata as Fields | null), ...position },
				}
			: {}),
	} as FlowComponent;
}
