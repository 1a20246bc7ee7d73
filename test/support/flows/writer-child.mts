/**
 * Writes three files as a flow does, from the last checkpoint in the folder on where there is one, and ends itself by
 * SIGKILL before its nth step on the disk. `node writer-child.mts <folder> <n> <entry of the thread> <resources>`; ends
 * with code 0 where there were fewer.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import type { Position } from '../../../src/core/flows/io/flow-io.ts';
import { batchOf } from '../../../src/shared/sandbox/batch.ts';

const [, self = '', folder = '', at = '', flowsEntry = '', resourcesDir = ''] = process.argv;
let left = Number(at);

type Methods = Record<string, (...args: unknown[]) => unknown>;

function counted(methods: Methods, names: readonly string[]): void {
	for (const name of names) {
		const does = methods[name];
		if (does === undefined) throw new Error(`there is no ${name}`);
		methods[name] = function (this: unknown, ...args) {
			left -= 1;
			if (left === 0) process.kill(process.pid, 'SIGKILL');
			return does.apply(this, args);
		};
	}
}

const handle = await promises.open(self);
counted(Object.getPrototypeOf(handle) as Methods, ['write', 'sync', 'truncate']);
await handle.close();
counted(promises as unknown as Methods, ['rename', 'copyFile', 'rm']);
syncBuiltinESMExports();
const { openFlowWriter } = await import('../../../src/core/flows/io/open-writer.ts');

const names = ['out.ndjson.gz', 'out.csv', 'out.json'];
const checkpoint = join(folder, 'checkpoint.json');

interface Checkpoint {
	readonly next: number;
	readonly places: readonly { readonly at: Position['at']; readonly bytes: string }[];
}

const last = existsSync(checkpoint) ? (JSON.parse(readFileSync(checkpoint, 'utf8')) as Checkpoint) : null;
const writers = await Promise.all(
	names.map((name, component) => {
		const place = last?.places[component];
		return openFlowWriter(
			{ path: join(folder, name), format: 'auto', compression: 'auto', if_exists: 'fail' },
			{
				...{ run: last === null ? 'first' : 'later', component, noteFolder: () => undefined },
				ownPlaces: () => ({ sealed: [], unwritable: [], handedOver: [], windows: false, folds: false }),
				signal: new AbortController().signal,
				from: place && { at: place.at, bytes: Buffer.from(place.bytes, 'base64') },
				threads: { entry: () => flowsEntry, pluginsDir: join(resourcesDir, 'plugins') },
			},
		);
	}),
);
for (let next = last?.next ?? 0; next < 4; next++) {
	const records = Array.from({ length: 900 }, (_, index) => ({ id: next * 900 + index, text: 'x'.repeat(400) }));
	const batch = batchOf(records.map((record) => Buffer.from(JSON.stringify(record))));
	for (const writer of writers) await writer.write(batch);
	if (next !== 1 && next !== 3) continue;
	const places = [];
	for (const writer of writers) {
		const { at, bytes = new Uint8Array(0) } = await writer.position();
		places.push({ at, bytes: Buffer.from(bytes).toString('base64') });
	}
	writeFileSync(`${checkpoint}.new`, JSON.stringify({ next: next + 1, places } satisfies Checkpoint));
	renameSync(`${checkpoint}.new`, checkpoint);
}
for (const writer of writers) await writer.commit();
