import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { stat } from '../files/user-files.ts';

/**
 * What of a person's files an output may replace: nothing (`none`), any file but the run's own input (`others`), or even
 * that (`input`).
 */
export type Replacing = 'none' | 'others' | 'input';

/**
 * Rejects with `conflict` where the output would replace what nobody said it may. A file counts as the input under
 * whichever name it is reached. Absolute paths.
 */
export async function refuseReplacing(output: string, input: string | null, replacing: Replacing): Promise<void> {
	if (replacing === 'input') return;
	const found = await stat(output, { bigint: true }).catch(() => null);
	// A folder is refused where it is opened; a device or a pipe holds nothing that could be lost.
	if (found === null || !found.isFile()) return;
	const source = input === null ? null : await stat(input, { bigint: true }).catch(() => null);
	const bytes = Number(found.size);
	if (source !== null && source.dev === found.dev && source.ino === found.ino) {
		throw new DataFlareError('conflict', `The output ${output} is also the input, which would be replaced.`, {
			details: { ...because('output_is_input', { path: output }), bytes },
			hint: 'Choose another place for the output, or allow the input to be replaced.',
		});
	}
	if (replacing === 'others') return;
	throw new DataFlareError('conflict', `${output} already exists (${bytes} bytes) and would be replaced.`, {
		details: { ...because('output_exists', { path: output }), bytes },
		hint: 'Choose another place for the output, or allow it to be replaced.',
	});
}
