import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { quoted } from '../../../shared/quoted.ts';
import { MAX_NAMES } from './new-files.ts';

/** What is kept of a trigger cannot be read: it is set anew, or removed. */
export function triggerDamaged(flow: string, damage: string): DataFlareError {
	return new DataFlareError('storage', damage, {
		hint: 'Set what starts the flow anew, or remove it.',
		details: because('trigger_damaged', { flow }),
	});
}

/** Why a folder cannot be looked through for files. */
export function folderProblem(folder: string, error: unknown): DataFlareError {
	const code = codeOf(error);
	if (code === 'ENOENT') {
		return new DataFlareError('not_found', `The folder ${folder} is not there.`, {
			hint: 'Make the folder, or name another one. It is looked for again by itself.',
			details: because('trigger_folder_gone', { folder }),
		});
	}
	if (code === 'EFBIG') {
		return new DataFlareError(
			'invalid_input',
			`The folder ${folder} has more than ${MAX_NAMES.toLocaleString('en')} names.`,
			{
				hint: 'Move files elsewhere that were read. It is looked through again by itself.',
				details: because('trigger_folder_full', { folder, max: MAX_NAMES }),
			},
		);
	}
	return new DataFlareError('storage', `The folder ${folder} cannot be read (${code ?? error}).`, {
		hint: 'See to it that the folder may be read. It is looked through again by itself.',
		details: because('trigger_folder_unreadable', { folder, cause: code ?? String(error) }),
	});
}

/** A file that appeared and cannot be read. */
export function fileProblem(path: string, error: unknown): DataFlareError {
	const system = codeOf(error) ?? String(error);
	return new DataFlareError('invalid_input', `${path} cannot be read (${system}).`, {
		hint: 'See to it that the file may be read. It is tried again by itself.',
		details: because('trigger_file_unreadable', { path, system }),
	});
}

/** A file whose name is no text cannot be opened by it. `name`: as far as it is. */
export function namelessFile(folder: string, name: string): DataFlareError {
	return new DataFlareError('invalid_input', `The name of a file in ${folder} is no valid UTF-8: ${quoted(name)}.`, {
		hint: 'Rename the file. It is left until then.',
		details: because('trigger_file_nameless', { folder, name }),
	});
}
