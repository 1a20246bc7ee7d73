import { setImmediate as turn } from 'node:timers/promises';
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
/** Of records that are searched or deleted, so many bytes before somebody else has a turn. */
const PIECE = 2 * 1024 * 1024;

export interface QuarantineDeps {
	readonly store: { readonly quarantine: QuarantineStore };
}

/** Newest first, with the beginning of each. What is searched for is looked for in pieces. */
export async function listAside(
	{ store: { quarantine } }: QuarantineDeps,
	{ limit, offset, ...filter }: RouteParsed<'quarantine.list'>,
): Promise<RouteOutput<'quarantine.list'>> {
	const most = Math.min(MOST_OF_ONE, Math.floor(MOST_OF_ALL / limit));
	if ((filter.text ?? '').trim() === '') {
		return {
			records: quarantine.list({ filter }, limit, offset, most).map(toldRecord),
			total: quarantine.count({ filter }),
		};
	}
	const found: number[] = [];
	for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; await turn()) {
		const piece = quarantine.search(filter, before, PIECE);
		found.push(...piece.ids);
		before = piece.before;
	}
	const ids = found.slice(offset, offset + limit);
	return { records: quarantine.list({ ids }, limit, 0, most).map(toldRecord), total: found.length };
}

/** Deletes records for ever, in pieces: those that come meanwhile are not among them. */
export async function removeAside(
	{ store: { quarantine } }: QuarantineDeps,
	{ which }: RouteParsed<'quarantine.remove'>,
): Promise<RouteOutput<'quarantine.remove'>> {
	const newest = quarantine.newest(which);
	if (newest === null) return { removed: 0 };
	const those = 'filter' in which ? { filter: which.filter, upTo: newest.id } : which;
	let removed = 0;
	for (;;) {
		const some = quarantine.removeSome(those, PIECE);
		removed += some;
		if (some === 0) return { removed };
		await turn();
	}
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
