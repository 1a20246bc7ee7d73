import { type DataFlareError, type JsonValue, toDataFlareError } from '../../../shared/errors/errors.ts';
import { notReadable } from '../../files/not-readable.ts';
import { open } from '../../files/user-files.ts';
import { readerPlaceOf, requireSame } from './input-identity.ts';

/** Why a file is not the one in which reading is to go on; null: it is. */
export async function inputDifference(path: string, at: JsonValue): Promise<DataFlareError | null> {
	try {
		const place = readerPlaceOf(path, at);
		const file = await open(path, 'r').catch((error: unknown) => {
			throw notReadable(path, error);
		});
		await requireSame(path, file, place).finally(() => file.close());
		return null;
	} catch (thrown) {
		return toDataFlareError(thrown);
	}
}
