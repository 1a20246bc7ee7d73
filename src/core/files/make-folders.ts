import { dirname } from 'node:path';
import { codeOf } from '../../shared/errors/code-of.ts';
import { mkdirSync, statSync } from './user-files.ts';

/**
 * Makes a folder and those above it that are missing, each once. Node's own recursive way asks again and again where a
 * folder that is there answers that nothing is (`/proc` does), and never comes back.
 * Throws the system's error; a folder that is there already is none.
 */
export function makeFolders(folder: string, mode?: number): void {
	for (const missing of missingFolders(folder)) makeOne(missing, mode);
}

/** Outermost first. */
function missingFolders(folder: string): readonly string[] {
	const missing: string[] = [];
	for (let at = folder; !isThere(at); at = dirname(at)) {
		missing.unshift(at);
		if (dirname(at) === at) break;
	}
	return missing;
}

function isThere(path: string): boolean {
	const found = statSync(path, { throwIfNoEntry: false });
	if (found === undefined || found.isDirectory()) return found !== undefined;
	throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR', syscall: 'mkdir', path });
}

function makeOne(folder: string, mode: number | undefined): void {
	try {
		mkdirSync(folder, mode);
	} catch (error) {
		// Another program made it meanwhile.
		if (codeOf(error) === 'EEXIST' && isThere(folder)) return;
		throw error;
	}
}
