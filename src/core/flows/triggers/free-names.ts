import { extname } from 'node:path';
import type { Flow } from '../../../shared/flow/flow-file.ts';
import type { RunTrigger } from '../../../shared/run/run.ts';
import { lstat } from '../../files/user-files.ts';

/** So many names are tried. */
const MAX_TRIED = 10_000;

/**
 * A flow that a folder's file started, with outputs that take nobody's place: nobody is there to be asked, and what an
 * earlier file became must not go. Where a name is taken, a number is put behind it; whoever is faster than the look meets a
 * refusal, never a file that is gone.
 */
export async function withFreeNames(flow: Flow, trigger: RunTrigger): Promise<Flow> {
	if (trigger !== 'folder') return flow;
	const components: Flow['components'] = [];
	for (const component of flow.components) {
		const path = component.config?.['path'];
		if (component.use !== 'write-file' || typeof path !== 'string') components.push(component);
		else
			components.push({ ...component, config: { ...component.config, path: await freeName(path), if_exists: 'fail' } });
	}
	return { ...flow, components };
}

async function freeName(path: string): Promise<string> {
	const ending = extname(path) === '.gz' ? `${extname(path.slice(0, -3))}.gz` : extname(path);
	const stem = path.slice(0, path.length - ending.length);
	for (let number = 1; number <= MAX_TRIED; number++) {
		const name = number === 1 ? path : `${stem}-${number}${ending}`;
		const isTaken = await lstat(name).then(
			() => true,
			() => false,
		);
		if (!isTaken) return name;
	}
	return path;
}
