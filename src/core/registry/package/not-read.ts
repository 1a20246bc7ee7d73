import { join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { hintFor } from './momentary.ts';

/**
 * What keeps a file of a plugin's folder from being read: `conflict` for one that went away since the folder was listed,
 * which tells nothing of the plugin; `plugin_load` for any other.
 */
export function notRead(folder: string, path: string, error: unknown): DataFlareError {
	const place = join(folder, path);
	const code = codeOf(error);
	if (code === 'ENOENT') {
		return new DataFlareError('conflict', `${place} went away while the plugin’s files were being read.`, {
			hint: 'Try again once nothing changes them any more.',
			details: because('changed_since'),
			cause: error,
		});
	}
	return new DataFlareError('plugin_load', `${place} cannot be read (${String(code)}).`, {
		hint: hintFor(code),
		cause: error,
	});
}
