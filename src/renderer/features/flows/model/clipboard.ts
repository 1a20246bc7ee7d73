import { flowSchema } from '../../../../shared/flow/flow-file.ts';
import type { ComponentId, EditedComponent, FlowDocument } from './document.ts';
import { documentOf } from './read-flow.ts';
import { flowOf } from './write-flow.ts';

/** Components as text that can be pasted into a flow, here or in a file. */
export function copied(document: FlowDocument, ids: readonly ComponentId[]): string {
	const components = document.components.filter(({ id }) => ids.includes(id));
	return `${JSON.stringify(flowOf({ ...document, isChain: false, components }), null, 2)}\n`;
}

/** Components in a text: a flow, a chain, a list of components, or one. Null: there are none. */
export function pasted(text: string): readonly EditedComponent[] | null {
	try {
		const value = JSON.parse(text) as unknown;
		const isFlow = typeof value === 'object' && value !== null && 'components' in value;
		const flow = isFlow
			? { name: 'pasted', ...value }
			: { name: 'pasted', components: Array.isArray(value) ? value : [value] };
		const read = flowSchema.safeParse(flow);
		return read.success ? documentOf(read.data).components : null;
	} catch {
		return null;
	}
}
