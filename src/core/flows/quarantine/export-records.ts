import { dirname, resolve } from 'node:path';
import type { RouteOutput, RouteParsed } from '../../../shared/api/routes.ts';
import { DurableFile } from '../../files/durable-file.ts';
import type { OwnPlaces } from '../../policy/entries/own-places.ts';
import { outputError } from '../../records/record-writer.ts';
import { refuseOwnOutput } from '../../runs/output-place.ts';
import { refuseReplacing } from '../../runs/replaced-output.ts';
import type { KeptAside } from '../../store/flows/aside-rows.ts';
import { failedLine } from '../run/parcels/failed-line.ts';
import { foundAside } from './found-aside.ts';
import type { QuarantineDeps } from './told-records.ts';

export interface ExportDeps extends QuarantineDeps {
	readonly ownPlaces: () => OwnPlaces;
	readonly noteFolder: (folder: string) => void;
}

/** Records, and bytes, that are read at once. */
const PAGE = 500;
const PAGE_BYTES = 4 * 1024 * 1024;

/** Writes records as lines of JSON, oldest first, whole or not at all. */
export async function exportAside(
	{ store, ownPlaces, noteFolder }: ExportDeps,
	{ which: chosen, to, why, replace }: RouteParsed<'quarantine.export'>,
): Promise<RouteOutput<'quarantine.export'>> {
	const path = resolve(to);
	await refuseOwnOutput(path, ownPlaces);
	if (!replace) await refuseReplacing(path, null, 'none');
	noteFolder(dirname(path));
	let file: DurableFile | null = null;
	try {
		file = await DurableFile.create(path);
		const which = await foundAside(store.quarantine, chosen);
		let records = 0;
		for (let last = 0, isOver = false; !isOver; ) {
			const page = store.quarantine.after(which, last, PAGE, PAGE_BYTES);
			for (const kept of page) await file.write(Buffer.concat([await lineOf(kept, why), Buffer.from('\n')]));
			records += page.length;
			last = page.at(-1)?.id ?? last;
			isOver = page.length === 0;
		}
		await file.commit();
		return { path, records };
	} catch (error) {
		await file?.abandon();
		throw outputError(path, error);
	}
}

async function lineOf({ record, isText, error, component, number }: KeptAside, why: boolean): Promise<Uint8Array> {
	if (why) return failedLine(record, isText, { error, component, number });
	return isText ? record : Buffer.from(JSON.stringify({ base64: Buffer.from(record).toString('base64') }));
}
