import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';

/** Why a file of the person's cannot be read, by what the system says. */
export function notReadable(path: string, error: unknown): DataFlareError {
	const system = codeOf(error) ?? String(error);
	if (system === 'ENOENT' || system === 'ENOTDIR') {
		return new DataFlareError('not_found', `There is no file ${path}.`, {
			details: because('file_not_found', { path }),
			hint: 'Check the spelling of the path.',
			cause: error,
		});
	}
	return new DataFlareError('invalid_input', `${path} cannot be read (${system}).`, {
		details: because('file_unreadable', { path, system }),
		hint: 'Check its permissions.',
		cause: error,
	});
}
