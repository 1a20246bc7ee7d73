import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';

const number = (value: number): string => value.toLocaleString('en');

/** What a flow began to read is another file by now, or gone: it cannot go on there. */
export function inputGone(path: string, cause: unknown): DataFlareError {
	return new DataFlareError('not_found', `${path} is gone, so reading it cannot go on.`, {
		details: because('flow_input_gone', { path }),
		hint: 'Put it back, or start the flow from the beginning with another file.',
		cause,
	});
}

export function becameSmaller(path: string, before: number): DataFlareError {
	return new DataFlareError(
		'conflict',
		`${path} has fewer bytes than before (${number(before)}): it is not the same file.`,
		{
			details: because('flow_input_smaller', { path, beforeBytes: before }),
			hint: 'Put the file back as it was, or start the flow from the beginning.',
		},
	);
}

export function otherBeginning(path: string): DataFlareError {
	return new DataFlareError('conflict', `${path} begins with other bytes than before: it is not the same file.`, {
		details: because('flow_input_other', { path }),
		hint: 'Put the file back as it was, or start the flow from the beginning.',
	});
}

export function lastLineGrew(path: string): DataFlareError {
	return new DataFlareError('conflict', `The last line of ${path} was read already and is longer now.`, {
		details: because('flow_input_last_line', { path }),
		hint: 'Start the flow from the beginning.',
	});
}

/** A position is none, or of a component that was configured otherwise. */
export function otherPosition(path: string): DataFlareError {
	return new DataFlareError('conflict', `What was kept of ${path} does not belong to how it is read or written now.`, {
		details: because('flow_other_position', { path }),
		hint: 'Undo the change of the component, or start the flow from the beginning.',
	});
}

/** A pipe, a device: nothing that could be read twice, or that ends. */
export function specialInput(path: string): DataFlareError {
	return new DataFlareError('invalid_input', `${path} is not a plain file.`, {
		details: because('flow_input_special', { path }),
		hint: 'Write the data to a file first, and read that one.',
	});
}

/** Where a file appeared, a link is now. */
export function linkedInput(path: string): DataFlareError {
	return new DataFlareError('invalid_input', `${path} is now a link, and what it leads to is not read.`, {
		details: because('flow_input_link', { path }),
		hint: 'Put the file itself into the folder.',
	});
}

export function unknownFormat(path: string): DataFlareError {
	return new DataFlareError('invalid_input', `The format of ${path} could not be detected.`, {
		details: because('flow_format_unknown', { path }),
		hint: 'Set its format: csv, tsv, json, ndjson, lines or bytes.',
	});
}

export function notGzip(path: string): DataFlareError {
	return new DataFlareError('invalid_input', `${path} is not compressed with gzip.`, {
		details: because('gzip_not', { path }),
		hint: 'Set its compression to auto or none.',
	});
}

/** `offset`: how far it could be unpacked, bytes. */
export function gzipCutOff(path: string, offset: number): DataFlareError {
	return new DataFlareError(
		'invalid_input',
		`${path} stops in the middle of its compressed data (${number(offset)} bytes were unpacked).`,
		{
			details: because('gzip_cut_off', { path, unpackedBytes: offset }),
			hint: 'The file is probably incomplete: download or export it again.',
		},
	);
}

export function gzipDamaged(path: string, offset: number): DataFlareError {
	return new DataFlareError(
		'invalid_input',
		`The compressed data of ${path} is damaged (after ${number(offset)} unpacked bytes).`,
		{
			details: because('gzip_damaged', { path, unpackedBytes: offset }),
			hint: 'Download or export the file again.',
		},
	);
}

export function gzipGarbage(path: string, offset: number): DataFlareError {
	return new DataFlareError(
		'invalid_input',
		`Something else stands behind the compressed data of ${path} (at byte ${number(offset)} of it).`,
		{
			details: because('gzip_garbage', { path, offset }),
			hint: 'Download or export the file again.',
		},
	);
}

export function notUtf8(record: number): DataFlareError {
	return new DataFlareError('invalid_input', `Record ${number(record)} of the input is not valid UTF-8.`, {
		details: { ...because('not_utf8', { record }), record },
		hint: 'Convert the file to UTF-8 first (for example with iconv), or set its format to bytes for binary data.',
	});
}

export function isUtf16Text(): DataFlareError {
	return new DataFlareError('invalid_input', 'The input is in UTF-16; it must be in UTF-8.', {
		details: because('utf16'),
		hint: 'Save or export it as UTF-8, convert it with iconv, or set its format to bytes for binary data.',
	});
}

/** `how`: what the reader of CSV said. */
export function csvUnreadable(path: string, how: string): DataFlareError {
	return new DataFlareError('invalid_input', `${path} cannot be read as CSV: ${how}.`, {
		details: because('csv_unreadable', { path, how }),
		hint: 'Fix the file there, or set delimiter, header or format.',
	});
}

/** `how`: what the writer of CSV said. */
export function csvUnwritable(path: string, how: string): DataFlareError {
	return new DataFlareError('invalid_input', `${path} cannot be written as CSV: ${how}.`, {
		details: because('csv_unwritable', { path, how }),
		hint: 'Give the records the same fields first, for example with field-mapper, or write NDJSON.',
	});
}

export function bytesInJson(path: string): DataFlareError {
	return new DataFlareError('invalid_input', `${path} takes records, and what comes is raw bytes.`, {
		details: because('flow_bytes_in_json', { path }),
		hint: 'Set its format to bytes.',
	});
}

/** What was written so far and kept aside is not what it was. `found`: its bytes; null: it is gone. */
export function partLost(path: string, wanted: number, found: number | null): DataFlareError {
	const how = found === null ? 'is gone' : `has ${number(found)} bytes instead of ${number(wanted)}`;
	return new DataFlareError('conflict', `What was written of ${path} so far ${how}, so writing it cannot go on.`, {
		details: because(found === null ? 'flow_part_gone' : 'flow_part_short', {
			path,
			wantedBytes: wanted,
			foundBytes: found ?? 0,
		}),
		hint: 'Start the flow from the beginning.',
	});
}

/** A pipe or a device keeps nothing that could be gone back to. */
export function specialOutput(path: string): DataFlareError {
	return new DataFlareError('conflict', `${path} is not a plain file, so writing it cannot go on where it stopped.`, {
		details: because('flow_output_special', { path }),
		hint: 'Start the flow from the beginning.',
	});
}

export function outputIsFolder(path: string): DataFlareError {
	return new DataFlareError('invalid_input', `${path} is a folder; the output needs a file name.`, {
		details: because('output_is_folder', { path }),
		hint: 'Add a file name.',
	});
}

/** A thread that reads or writes ended by itself. */
export function threadEnded(path: string, cause: unknown): DataFlareError {
	const how = cause instanceof Error ? cause.message : String(cause);
	return new DataFlareError('runtime', `Reading or writing ${path} ended unexpectedly: ${how}.`, {
		details: because('flow_thread_ended', { path, how }),
		hint: 'Try again. If it happens again, the data may need more memory than one thread has.',
		cause,
	});
}

export function withoutCsv(path: string): DataFlareError {
	return new DataFlareError(
		'configuration',
		`${path} is CSV, and this program came without the plugins that read and write it.`,
		{
			details: because('flow_without_csv', { path }),
			hint: 'Install the program again.',
		},
	);
}
