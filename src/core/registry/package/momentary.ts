import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';

/** `errno` names by which a system says that it has none left, or that another program has the file, at this moment. */
const momentary: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'EAGAIN', 'ENOMEM', 'EBUSY']);

/** Whether an error, or what caused it, tells of the system at this moment and of nothing that is wrong with a plugin. */
export function isMomentary(thrown: unknown): boolean {
	for (let error = thrown; error instanceof Error; error = error.cause) {
		if (momentary.has(codeOf(error))) return true;
	}
	return false;
}

/**
 * Whether a failure tells nothing of what was looked at: the system's own trouble at this moment, or a look that could not
 * be made, because no process was to be had or the program is ending.
 */
export function tellsNothing(thrown: unknown): boolean {
	if (isMomentary(thrown)) return true;
	return thrown instanceof DataFlareError && (thrown.code === 'runtime' || thrown.code === 'cancelled');
}

/** What a person can do about the error of a file that could not be read. */
export function hintFor(code: string | undefined): string {
	if (code === 'EMFILE' || code === 'ENFILE') {
		return 'Too many files are open: close other programs, or raise the limit (ulimit -n), then try again.';
	}
	return momentary.has(code) ? 'The system is busy: try again.' : 'Check its permissions and the disk, then try again.';
}
