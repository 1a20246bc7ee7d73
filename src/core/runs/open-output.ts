import { extname, resolve } from 'node:path';
import type { Place } from '../../shared/api/chain-routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { discard, type RecordWriter, writeFileRecords, writeStreamRecords } from '../records/record-writer.ts';
import type { RunDeps } from './run-deps.ts';

/** For what comes out at the end; nowhere without an output. The signal ends waiting for who reads it. */
export async function openOutput(deps: RunDeps, output: Place | undefined, signal: AbortSignal): Promise<RecordWriter> {
	if (output === undefined) return discard;
	if (output.kind === 'stream') return writeStreamRecords(deps.streams.takeOutput(output.id));
	if (extname(output.path).toLowerCase() === '.csv') {
		throw new DataFlareError('invalid_input', 'Records are written as NDJSON or JSON, not as CSV.', {
			details: because('output_not_csv'),
			hint: 'Use a name that ends with .ndjson or .json, or end a chain with file-writer, which writes CSV.',
		});
	}
	return writeFileRecords(resolve(output.path), signal, deps.noteFolder);
}
