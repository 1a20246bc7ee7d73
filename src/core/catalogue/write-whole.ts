import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { DurableFile } from '../files/durable-file.ts';

/** Writes a person's file whole, in the place of what is there, or not at all. Rejects with `storage`. */
export async function writeWhole(path: string, content: Uint8Array): Promise<void> {
	try {
		const file = await DurableFile.create(path);
		try {
			await file.write(content);
			await file.commit();
		} finally {
			await file.abandon();
		}
	} catch (error) {
		const system = String(codeOf(error));
		throw new DataFlareError('storage', `${path} cannot be written (${system}).`, {
			hint: 'Choose another place, or fix its permissions.',
			details: because('not_writable', { path, system }),
			cause: error,
		});
	}
}
