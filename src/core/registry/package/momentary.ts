import { codeOf, isNoRoom } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { reasonOf } from '../../../shared/errors/failure-reason.ts';

/** `errno` names by which a system says that it has none left, or that another program has the file, at this moment. */
const momentary: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM', 'EBUSY']);

/** `errno` names that tell of the files themselves: what is missing, and what is a file, a folder or a link. */
const lasting: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'ENXIO']);

/** Whether an error, or what caused it, tells of the system at this moment and of nothing that is wrong with a plugin. */
export function isMomentary(thrown: unknown): boolean {
	return isInChain(thrown, (error) => momentary.has(codeOf(error)));
}

/** Whether an error, or what caused it, says that there is no room on the disk. */
export function lacksRoom(thrown: unknown): boolean {
	return isInChain(thrown, isNoRoom);
}

/**
 * Whether a failure tells nothing of what was looked at: the system's own trouble at this moment, or a look that could not
 * be made, because no process was to be had, the program is ending, or the files were changing meanwhile.
 */
export function tellsNothing(thrown: unknown): boolean {
	if (isMomentary(thrown)) return true;
	if (!(thrown instanceof DataFlareError)) return false;
	return thrown.code === 'runtime' || thrown.code === 'cancelled' || reasonOf(thrown) === 'changed_since';
}

/**
 * Whether the very same files may do well later: nothing that is wrong with them, but a full or failing disk, permissions,
 * or what tells nothing of them at all.
 */
export function isPassing(thrown: unknown): boolean {
	if (tellsNothing(thrown)) return true;
	if (thrown instanceof DataFlareError && thrown.code === 'storage') return true;
	return isInChain(thrown, (error) => {
		const code = codeOf(error);
		return code !== undefined && /^E[A-Z0-9]+$/.test(code) && !lasting.has(code);
	});
}

function isInChain(thrown: unknown, test: (error: Error) => boolean): boolean {
	for (let error = thrown; error instanceof Error; error = error.cause) if (test(error)) return true;
	return false;
}

/** What a person can do about the error of a file that could not be read. */
export function hintFor(code: string | undefined): string {
	if (code === 'EMFILE' || code === 'ENFILE') {
		return 'Too many files are open: close other programs, or raise the limit (ulimit -n), then try again.';
	}
	return momentary.has(code) ? 'The system is busy: try again.' : 'Check its permissions and the disk, then try again.';
}
