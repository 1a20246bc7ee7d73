import { readFileRecords } from '../../../records/record-reader.ts';
import { writeFileRecords } from '../../../records/record-writer.ts';
import type { PlannedBuiltIn } from '../../check/plan.ts';
import type { FlowReader, FlowWriter } from '../../io/flow-io.ts';

type Of<U extends PlannedBuiltIn['use']> = Extract<PlannedBuiltIn, { readonly use: U }>['config'];

export async function openReader(config: Of<'read-file'>, batch: number, signal: AbortSignal): Promise<FlowReader> {
	const format = config.format === 'tsv' || config.format === 'csv' ? 'auto' : config.format;
	const reader = await readFileRecords(config.path, { format, batch, encoding: 'json', signal });
	let bytesRead = 0;
	return {
		totalBytes: reader.totalBytes,
		async next() {
			const { value, done } = await reader.batches.next();
			if (done === true) return null;
			bytesRead += value.data.length;
			return value;
		},
		position: () => ({ at: bytesRead }),
		get bytesRead() {
			return bytesRead;
		},
		close: async () => void (await reader.batches.return(undefined)),
	};
}

export async function openWriter(config: Of<'write-file'>, noteFolder: (folder: string) => void): Promise<FlowWriter> {
	const writer = await writeFileRecords(config.path, noteFolder);
	return {
		write: (batch) => writer.write(batch),
		position: async () => ({ at: null }),
		commit: () => writer.commit(),
		abandon: () => writer.abandon(),
		suspend: () => writer.abandon(),
	};
}
