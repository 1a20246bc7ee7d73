import type { Flow, FlowComponent } from '../../../../shared/flow/flow-file.ts';
import { writeInput } from '../../../../shared/flow/flow-graph.ts';
import { configProblem } from '../../../lib/json/config-text.ts';
import type { Fields, FlowDocument, Part, PartId, PartInput } from './document.ts';

/** What keeps a document from being a flow at all, before anything is asked. `part` null: the flow as a whole. */
export interface DraftProblem {
	readonly part: PartId | null;
	readonly key: 'name' | 'config' | 'components';
	readonly kind: 'flowName' | 'noParts' | 'partName' | 'notJson' | 'notObject' | 'notKept';
}

export function draftProblems(document: FlowDocument): readonly DraftProblem[] {
	return [
		...(document.name.trim() === '' ? [{ part: null, key: 'name', kind: 'flowName' } as const] : []),
		...(document.parts.length === 0 ? [{ part: null, key: 'components', kind: 'noParts' } as const] : []),
		...document.parts.flatMap((part): readonly DraftProblem[] => {
			const config = configProblem(part.config);
			return [
				...(part.name.trim() === '' ? [{ part: part.id, key: 'name', kind: 'partName' } as const] : []),
				...(config === null ? [] : [{ part: part.id, key: 'config', kind: config } as const]),
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
	const names = new Map(document.parts.map(({ id, name }) => [id, name]));
	const isChain = isStillChain(document);
	// Nobody's inputs would mean a chain.
	const saysNone = !isChain && document.parts.every(({ inputs }) => inputs.length === 0);
	const { name, description, batchSize, batchBytes, rest } = document;
	return {
		...rest,
		name: name.trim(),
		...(description === '' ? {} : { description }),
		components: document.parts.map((part) => {
			const inputs = part.inputs.flatMap((input) => wordOf(input, names));
			return componentOf(part, isChain || (inputs.length === 0 && !saysNone) ? null : inputs);
		}),
		...(batchSize === null ? {} : { batch_size: batchSize }),
		...(batchBytes === null ? {} : { batch_bytes: batchBytes }),
	} as Flow;
}

/** Whether each takes from the one before it and nothing else, and the file said so by saying nothing. */
function isStillChain({ parts, isChain }: FlowDocument): boolean {
	return (
		isChain &&
		parts.every(({ inputs }, index) => {
			const before = parts[index - 1];
			const [first] = inputs;
			if (before === undefined) return inputs.length === 0;
			const isOne = inputs.length === 1 && first !== undefined && 'from' in first;
			return isOne && first.from === before.id && first.port === 'out';
		})
	);
}

function wordOf(input: PartInput, names: ReadonlyMap<PartId, string>): readonly string[] {
	if ('unknown' in input) return [input.unknown];
	const name = names.get(input.from);
	return name === undefined ? [] : [writeInput(name, input.port)];
}

function componentOf(part: Part, inputs: readonly string[] | null): FlowComponent {
	const { metadata, ...rest } = part.rest;
	const position = part.at === null ? {} : { position: { x: Math.round(part.at.x), y: Math.round(part.at.y) } };
	const hasMetadata = metadata !== undefined || part.at !== null;
	return {
		name: part.name,
		...(part.use === null ? {} : { use: part.use }),
		...(part.plugin === null ? {} : { plugin: part.plugin }),
		...rest,
		...(inputs === null ? {} : { inputs: [...inputs] }),
		config: configOf(part.config),
		...(part.onError === null ? {} : { on_error: part.onError }),
		...(part.workers === null ? {} : { workers: part.workers }),
		...(part.batchSize === null ? {} : { batch_size: part.batchSize }),
		...(part.batchBytes === null ? {} : { batch_bytes: part.batchBytes }),
		...(hasMetadata
			? { metadata: part.at === null && metadata === null ? null : { ...(metadata as Fields | null), ...position } }
			: {}),
	} as FlowComponent;
}
