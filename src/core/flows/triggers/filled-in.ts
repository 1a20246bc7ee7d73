import { basename, extname } from 'node:path';
import type { Flow } from '../../../shared/flow/flow-file.ts';

/** What a run that nobody asked for is about. */
export interface Occasion {
	/** Unix ms. */
	readonly at: number;
	/** The file that appeared, and the component that reads it. */
	readonly file?: { readonly component: string; readonly path: string };
}

/**
 * A flow for one occasion: the file that appeared is read, and in paths that are written `{name}` stands for its name
 * without the last extension and `{time}` for the time, so that one run does not replace what another wrote.
 */
export function filledIn(flow: Flow, { at, file }: Occasion): Flow {
	const name = file === undefined ? '' : basename(file.path, extname(file.path));
	const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
	const components = flow.components.map((component) => {
		const { config, use } = component;
		if (file !== undefined && component.name === file.component)
			return { ...component, config: { ...config, path: file.path } };
		const path = config?.['path'];
		if (use === 'read-file' || typeof path !== 'string') return component;
		const filled = path.replaceAll('{time}', time).replaceAll('{name}', file === undefined ? '{name}' : name);
		return filled === path ? component : { ...component, config: { ...config, path: filled } };
	});
	return { ...flow, components };
}
