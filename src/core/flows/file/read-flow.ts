import { dirname, isAbsolute, join, resolve } from 'node:path';
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

/** The same with whole paths, for where nobody knows of the file any more: its own begin in its folder. */
export async function readWhole(path: string): Promise<Flow> {
	const flow = await readFlow(path);
	return withPaths(flow, (own) => (isAbsolute(own) ? own : join(folderOf(path), own)));
}

/** The flow as it is written over its file: a path that the file says from its own folder is said so again. */
export async function asInFile(flow: Flow, path: string): Promise<Flow> {
	// What is no flow says nothing about paths.
	const before = await readFlow(path).catch(() => null);
	const short = new Map<string, string>();
	if (before !== null) {
		withPaths(before, (own) => {
			if (!isAbsolute(own)) short.set(join(folderOf(path), own), own);
			return own;
		});
	}
	return short.size === 0 ? flow : withPaths(flow, (own) => short.get(own) ?? own);
}

const folderOf = (path: string): string => dirname(resolve(path));

/** Of the parts of the program: plugins say themselves what their configuration means. */
function withPaths(flow: Flow, change: (path: string) => string): Flow {
	const components = flow.components.map((component) => {
		const path = component.config?.['path'];
		if (component.use === undefined || typeof path !== 'string') return component;
		return { ...component, config: { ...component.config, path: change(path) } };
	});
	return { ...flow, components };
}
