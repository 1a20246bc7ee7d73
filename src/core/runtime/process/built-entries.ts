import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DataFlareError } from '../../../shared/errors/errors.ts';

/**
 * Where the built processes' entries are, seen from this module: beside it or one above where it was built itself (the
 * bundler puts what entries share into a folder of its own), in the build's folder where it runs from source.
 */
const places = import.meta.url.endsWith('.ts') ? ['../../../../out/main/'] : ['./', '../'];

/** Absolute path of a file that the build made. Throws `configuration` where there is none. */
export function builtEntry(
	file: 'sandbox.mjs' | 'reaper.mjs' | 'reader.mjs' | 'flows.mjs' | 'transpiler.bundle',
): string {
	const candidates = places.map((place) => fileURLToPath(new URL(`${place}${file}`, import.meta.url)));
	const found = candidates.find((candidate) => existsSync(candidate));
	if (found !== undefined) return found;
	throw new DataFlareError('configuration', `The built ${file} was not found at ${candidates.join(' or ')}.`, {
		hint: 'Build the project, reinstall the program, or name the file in the options.',
		details: { file },
	});
}
