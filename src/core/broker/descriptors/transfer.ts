import { dirname } from 'node:path';
import { right } from '../../../shared/wasm/wasi/rights.ts';
import { utimes } from '../../files/user-files.ts';
import type { Act, BrokerTools, CallNotes } from '../act.ts';
import type { BrokerContext } from '../broker.ts';
import { hasHandlePaths } from '../files/open-folder.ts';
import type { Descriptor } from './descriptors.ts';
import { filestat, seconds, timesIn } from './facts.ts';
import { type Access, Grounds } from './grounds.ts';
import { lacks, refuseLacking } from './lacking.ts';
import { WasiFailure } from './wasi-failure.ts';
import { countBytes } from './write-limits.ts';

/** bytes */
const SMALL = 256 * 1024;

interface Asked {
	readonly grounds: Grounds;
	readonly file: Descriptor;
}

/** The guest's own descriptor, for something that it needs `rights` for; what it is is noted. */
async function fileOf(
	handle: number,
	kind: Access['kind'],
	rights: number,
	context: BrokerContext,
	tools: BrokerTools,
	notes: CallNotes,
): Promise<Asked> {
	const grounds = new Grounds(context, tools);
	const file = await grounds.descriptor(handle, { context, tools, kind });
	notes.target = file.place;
	if (lacks(file, rights)) return refuseLacking(grounds, kind, file.place);
	return { grounds, file };
}

export const close: Act<'wasi_close'> = async ({ handle }, context, tools) => {
	await tools.descriptors.close(context.signal, handle);
	return null;
};

export const read: Act<'wasi_read'> = async ({ handle, offset, max }, context, tools, notes) => {
	const { file } = await fileOf(handle, 'read', right.fdRead, context, tools, notes);
	if (file.folder) throw new WasiFailure('isdir', `${file.place} is a folder.`);
	const most = Math.min(max, tools.limits.readBytes);
	// No room is made for what is not there, unless it is so little that asking costs more.
	const left = most <= SMALL ? most : Math.max(0, (await file.handle.stat()).size - offset);
	const buffer = new Uint8Array(Math.min(most, left));
	const { bytesRead } =
		buffer.length === 0 ? { bytesRead: 0 } : await file.handle.read(buffer, 0, buffer.length, offset);
	notes.bytes = bytesRead;
	return bytesRead === buffer.length ? buffer : buffer.slice(0, bytesRead);
};

export const write: Act<'wasi_write'> = async ({ handle, where, offset, data }, context, tools, notes) => {
	const { grounds, file } = await fileOf(handle, 'write', right.fdWrite, context, tools, notes);
	if (file.folder || !file.writable) throw new WasiFailure('badf', 'It was not opened for writing.');
	if (data.byteLength > tools.limits.writeBytes) throw new WasiFailure('fbig', 'Too much at once.');
	const decision = await grounds.assertPlace('write', file.place);
	await tools.diskSlots.run(context.plugin, context.signal, () =>
		tools.writeTurns.run(file.place, async () => {
			const { size } = await file.handle.stat();
			const at = where === 'end' ? size : offset;
			// A hole before it counts as well: it is as long as what was written.
			const grown = Math.max(data.byteLength, at + data.byteLength - size);
			await countBytes(decision, { ...file, here: dirname(file.place) }, grown, context, tools, () =>
				writeAll(file, data, at),
			);
		}),
	);
	notes.bytes = data.byteLength;
	return null;
};

async function writeAll({ handle }: Descriptor, data: Uint8Array, at: number): Promise<void> {
	for (let written = 0; written < data.byteLength; ) {
		const { bytesWritten } = await handle.write(data, written, data.byteLength - written, at + written);
		written += bytesWritten;
	}
}

export const facts: Act<'wasi_facts'> = async ({ handle }, context, tools, notes) => {
	// How far an append got is asked of a descriptor that may say no more than that.
	const { file } = await fileOf(handle, 'read', 0, context, tools, notes);
	return filestat(await file.handle.stat({ bigint: true }), tools.descriptors.times(context.signal));
};

export const change: Act<'wasi_change'> = async ({ handle, what, values }, context, tools, notes) => {
	const rights = what === 'size' ? right.fdFilestatSetSize : what === 'times' ? right.fdFilestatSetTimes : 0;
	const { grounds, file } = await fileOf(handle, what === 'sync' ? 'read' : 'write', rights, context, tools, notes);
	if (what === 'sync') {
		if (file.writable) await tools.diskSlots.run(context.plugin, context.signal, () => file.handle.sync());
		return null;
	}
	const decision = await grounds.assertPlace('write', file.place);
	const now = await file.handle.stat({ bigint: true });
	if (what === 'times') {
		const times = tools.descriptors.times(context.signal);
		const asked = timesIn(values, times.told(now));
		const here = (await hasHandlePaths()) ? `/proc/self/fd/${file.handle.fd}` : file.place;
		await utimes(here, seconds(asked.atime), seconds(asked.mtime));
		times.note(await file.handle.stat({ bigint: true }), asked);
		return null;
	}
	if (!file.writable) throw new WasiFailure('inval', 'It was not opened for writing.');
	if (values.length !== 8) throw new WasiFailure('inval', 'A size is wanted.');
	const size = new DataView(values.buffer, values.byteOffset, 8).getBigUint64(0, true);
	if (size > BigInt(Number.MAX_SAFE_INTEGER)) throw new WasiFailure('fbig', 'No file is that long.');
	const grown = Math.max(0, Number(size - now.size));
	await countBytes(decision, { ...file, here: dirname(file.place) }, grown, context, tools, () =>
		file.handle.truncate(Number(size)),
	);
	return null;
};
