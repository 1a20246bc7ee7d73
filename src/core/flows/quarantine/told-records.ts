import type { QuarantinedRecord } from '../../../shared/api/flow-routes.ts';
import type { RouteOutput, RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { KeptAside, QuarantineStore } from '../../store/flows/quarantine-store.ts';
import { isJsonText } from '../run/parcels/failed-line.ts';

/** Of one record, as much is told at most; of all that are listed at once. bytes */
const MOST_OF_ONE = 64 * 1024;
const MOST_OF_ALL = 8 * 1024 * 1024;
/** Of bytes that are no text, as many are told in base64. */
const MOST_OF_BYTES = 1024;

export interface QuarantineDeps {
	readonly store: { readonly quarantine: QuarantineStore };
}

/** Newest first, with the beginning of each. */
export function listAside(
	{ store }: QuarantineDeps,
	{ limit, offset, ...filter }: RouteParsed<'quarantine.list'>,
): RouteOutput<'quarantine.list'> {
	const most = Math.min(MOST_OF_ONE, Math.floor(MOST_OF_ALL / limit));
	return {
		records: store.quarantine.list(filter, limit, offset, most).map(toldRecord),
		total: store.quarantine.count({ filter }),
	};
}

/** Puts another JSON value in the place of a record. */
export async function editAside(
	{ store }: QuarantineDeps,
	{ id, text }: RouteParsed<'quarantine.edit'>,
): Promise<QuarantinedRecord> {
	const bytes = Buffer.from(text);
	if (!(await isJsonText(bytes))) {
		throw new DataFlareError('invalid_input', 'That is not one JSON value, as a record is.', {
			hint: 'Correct it, then save it again.',
			details: because('set_aside_not_json'),
		});
	}
	// Between values alone can a line feed stand in JSON, and nowhere in a record.
	const record = Buffer.from(text.replaceAll(/[\r\n]+/g, ' ').trim());
	const [changed] = store.quarantine.edit(id, record) ? store.quarantine.after({ ids: [id] }, 0, 1, MOST_OF_ONE) : [];
	if (changed === undefined) {
		throw new DataFlareError('not_found', `Record ${id} is not set aside any more.`, {
			hint: 'It was deleted, or its run was.',
			details: because('set_aside_gone'),
		});
	}
	return toldRecord({ ...changed, record: changed.record.subarray(0, MOST_OF_ONE) });
}

function toldRecord({ record, isText, number, ...kept }: KeptAside): QuarantinedRecord {
	const { id, runId, flow, component, position, plugin, at, error, size, isEdited, replayedIn } = kept;
	const bytes = Buffer.from(isText ? record : record.subarray(0, MOST_OF_BYTES));
	return {
		id,
		runId,
		flow,
		component,
		position,
		plugin,
		at,
		record: number,
		error,
		size,
		// A character that was cut in half is no character.
		text: isText ? bytes.toString('utf8').replace(/\ufffd+$/, '') : bytes.toString('base64'),
		isWhole: bytes.length === size,
		isEdited,
		replayedIn,
	};
}
