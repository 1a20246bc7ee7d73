import { type Flow, flowSchema } from '../../../shared/flow/flow-file.ts';
import { readDefinition } from '../../runs/chains/read-definition.ts';

/** Reads and checks the form of a flow file. A chain file is a flow as well. */
export function readFlow(path: string): Promise<Flow> {
	return readDefinition(path, {
		word: 'flow',
		schema: flowSchema,
		consists:
			'A flow has a name and a list of components: each a plugin or a part of the program, with the names of those it takes from.',
	});
}
