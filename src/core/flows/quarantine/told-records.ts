import { setImmediate as turn } from 'node:timers/promises';
import type { QuarantinedRecord } from '../../../shared/api/flow-routes.ts';
import type { RouteOutput, RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { readSetting } from '../../program/settings.ts';
import type { KeptAside } from '../../store/flows/aside-rows.ts';
import type { NotEdited, QuarantineStore } from '../../store/flows/quarantine-store.ts';
import type { SettingsStore } from '../../store/settings-store.ts';
import { isJsonText } from '../run/parcels/failed-line.ts';
import { foundAside, idsAside, looksForWords, PIECE_BYTES } from './found-aside.ts';

/** Of one record, as much is told at most; of all that are listed at once. bytes */
const MOST_OF_ONE = 64 * 1024;
const MOST_OF_ALL = 8 * 1024 * 1024;
/** Of bytes that are no text, as many are told in base64. */
const MOST_OF_BYTES = 1024;

export interface QuarantineDeps {
	readonly store: { readonly quarantine: QuarantineStore };
}

export interface EditDeps {
	readonly store: { readonly quarantine: QuarantineStore; readonly settings: SettingsStore };
}

/** Newest first, with the beginning of each. What is searched for is looked for in pieces. */
export async function listAside(
	{ store: { quarantine } }: QuarantineDeps,
	{ limit, offset, ...filter }: RouteParsed<'quarantine.list'>,
): Promise<RouteOutput<'quarantine.list'>> {
	const most = Math.min(MOST_OF_ONE, Math.floor(MOST_OF_ALL / limit));
	if (!looksForWords(filter)) {
		return {
			records: quarantine.list({ filter }, limit, offset, most).map(toldRecord),
			total: quarantine.count({ filter }),
		};
	}
	const found = await idsAside(quarantine, filter);
	const ids = found.slice(offset, offset + limit);
	return { records: quarantine.list({ ids }, limit, 0, most).map(toldRecord), total: found.length };
}

/** Deletes records for ever, in pieces: those that come meanwhile are not among them. */
export async function removeAside(
	{ store: { quarantine } }: QuarantineDeps,
	{ which: chosen }: RouteParsed<'quarantine.remove'>,
): Promise<RouteOutput<'quarantine.remove'>> {
	const which = await foundAside(quarantine, chosen);
	const newest = quarantine.newest(which);
	if (newest === null) return { removed: 0 };
	const those = 'filter' in which ? { filter: which.filter, upTo: newest.id } : which;
	let removed = 0;
	for (;;) {
		const some = quarantine.removeSome(those, PIECE_BYTES);
		removed += some;
		if (some === 0) return { removed };
		await turn();
	}
}

/** Puts another JSON value in the place of a record. Rejects with `conflict` where a run replays it at this moment. */
export async function editAside(
	{ store }: EditDeps,
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
	const maxBytes = readSetting(store.settings, 'quarantine_bytes');
	const why = store.quarantine.edit(id, record, maxBytes);
	if (why !== null) throw notEdited(id, why, maxBytes);
	const [changed] = store.quarantine.after({ ids: [id] }, 0, 1, MOST_OF_ONE);
	if (changed === undefined) throw notEdited(id, { why: 'gone' }, maxBytes);
	return toldRecord({ ...changed, record: changed.record.subarray(0, MOST_OF_ONE) });
}

function notEdited(id: number, not: NotEdited, maxBytes: number): DataFlareError {
	switch (not.why) {
		case 'gone':
			return new DataFlareError('not_found', `Record ${id} is not set aside any more.`, {
				hint: 'It was deleted, or its run was.',
				details: because('set_aside_gone'),
			});
		case 'taken':
			return new DataFlareError('conflict', `Run ${not.run} replays record ${id} at this moment.`, {
				hint: 'Wait for its end.',
				details: because('set_aside_taken', { run: not.run }),
			});
		case 'full':
			return new DataFlareError(
				'storage',
				`Record ${id} was not changed: with it, records that are set aside would take more than ${maxBytes} bytes.`,
				{
					hint: 'Make it smaller, delete some of the others, or allow more of them.',
					details: because('set_aside_edit_full', { maxBytes }),
				},
			);
	}
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
