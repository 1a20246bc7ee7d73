import { basename, extname } from 'node:path';
import type { Flow } from '../../../shared/flow/flow-file.ts';
import { visible } from '../../../shared/quoted.ts';

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
	const name = file === undefined ? null : nameIn(file.path);
	const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
	const components = flow.components.map((component) => {
		const { config, use } = component;
		if (file !== undefined && component.name === file.component)
			return { ...component, config: { ...config, path: file.path } };
		const path = config?.['path'];
		if (use === 'read-file' || typeof path !== 'string') return component;
		// By functions: in a text to put in, `$&` and its like would mean something.
		const filled = path.replaceAll('{time}', () => time).replaceAll('{name}', (whole) => name ?? whole);
		return filled === path ? component : { ...component, config: { ...config, path: filled } };
	});
	return { ...flow, components };
}

/** A part of one name: whoever puts a file into the folder chooses it, and it must lead nowhere else. */
function nameIn(path: string): string {
	const plain = visible(basename(path, extname(path)).replaceAll(/[\\/:]/g, '_'));
	return plain.replace(/^\.+/, (dots) => '_'.repeat(dots.length));
}
