/**
 * The file system as it is, for files of the person's and of plugins'. Electron's own `node:fs` takes every name that
 * ends in `.asar` for an archive and reads into it in native code of the main process, with sizes that the file itself
 * says: a plugin that may write a file could end the program by one. What is read from the program's own archive is not
 * meant for this.
 */
import * as usual from 'node:fs';
import * as usualPromises from 'node:fs/promises';

/** Electron's name for `node:fs` without archives; Node itself has no such module. */
const original: typeof usual | null =
	process.versions['electron'] === undefined ? null : unpatched(process.getBuiltinModule('original-fs'));

function unpatched(found: unknown): typeof usual {
	if (typeof found === 'object' && found !== null && 'promises' in found) return found as typeof usual;
	// Going on with the other one would be going on without the protection.
	throw new Error('Electron came without its module original-fs.');
}

export const {
	appendFileSync,
	chmodSync,
	closeSync,
	constants,
	existsSync,
	fchmodSync,
	fstatSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	readSync,
	realpathSync,
	rmSync,
	statSync,
	statfsSync,
	watch,
	writeSync,
} = original ?? usual;

export const {
	access,
	copyFile,
	cp,
	link,
	lstat,
	lutimes,
	mkdir,
	open,
	opendir,
	readdir,
	readFile,
	readlink,
	realpath,
	rename,
	rm,
	rmdir,
	stat,
	statfs,
	symlink,
	unlink,
	utimes,
	writeFile,
} = original?.promises ?? usualPromises;
