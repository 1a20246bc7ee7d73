import { isAscii, isUtf8 } from 'node:buffer';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { MAX_JSON_DEPTH } from '../../shared/json/json-check.ts';
import { MAX_RECORD_BYTES } from '../../shared/policy/limits.ts';

/** Where an input stops being JSON: line and column from 1, in characters as an editor counts them. */
export interface InputPlace {
	readonly line: number;
	readonly column: number;
	/** In bytes, from 0. */
	readonly offset: number;
}

/** Characters as editors count them (UTF-16 units) in UTF-8 bytes that may be cut anywhere. */
export function columnsIn(data: Uint8Array, start: number, end: number): number {
	if (isAscii(data.subarray(start, end))) return end - start;
	let columns = 0;
	for (let at = start; at < end; at++) {
		const byte = data[at] as number;
		if (byte < 0x80 || byte >= 0xc0) columns += byte >= 0xf0 ? 2 : 1;
	}
	return columns;
}

/** Whether what stands behind a value is the beginning of another one. `touches`: nothing is between the two. */
export function beginsSecond(byte: number, touches: boolean): boolean {
	return (touches ? '"{[' : '"{[-0123456789tfn').includes(String.fromCharCode(byte));
}

/** For messages: the character that begins at a byte; null where the bytes there are no UTF-8. */
function characterAt(data: Uint8Array, at: number): string | null {
	for (let length = 1; length <= 4; length++) {
		const bytes = Buffer.from(data.subarray(at, at + length));
		if (isUtf8(bytes)) return bytes.toString('utf8');
	}
	return null;
}

function placed({ line, column }: InputPlace): string {
	return `on line ${line.toLocaleString('en')}, column ${column.toLocaleString('en')}`;
}

/** Something stands at `at` that JSON does not have there. */
export function unexpected(data: Uint8Array, at: number, place: InputPlace): DataFlareError {
	const character = characterAt(data, at);
	const byte = (data[at] as number).toString(16).toUpperCase().padStart(2, '0');
	const found =
		character === '\n'
			? 'the line ends there'
			: `unexpected ${character === null ? `byte ${byte}` : JSON.stringify(character)}`;
	return new DataFlareError('invalid_input', `The input is not JSON ${placed(place)}: ${found}.`, {
		hint: 'Fix the file there, or set its format (ndjson: one value per line; json: one document; lines; bytes).',
		details: { ...because('json_unexpected', { line: place.line, column: place.column }), ...place },
	});
}

export function cutOff(place: InputPlace): DataFlareError {
	return new DataFlareError(
		'invalid_input',
		`The JSON input stops short ${placed(place)}, after ${place.offset.toLocaleString('en')} bytes.`,
		{
			hint: 'The file is probably incomplete: download or export it again.',
			details: {
				...because('json_cut_off', { line: place.line, column: place.column }),
				...place,
				bytes: place.offset,
			},
		},
	);
}

/** A second value on the line of another. */
export function twoOnALine(place: InputPlace): DataFlareError {
	return new DataFlareError('invalid_input', `A second JSON value starts ${placed(place)}.`, {
		hint: 'Put each value on its own line.',
		details: { ...because('json_two_on_a_line', { line: place.line, column: place.column }), ...place },
	});
}

export function tooDeep(place: InputPlace): DataFlareError {
	const levels = MAX_JSON_DEPTH.toLocaleString('en');
	return new DataFlareError(
		'invalid_input',
		`The JSON input is nested deeper than ${levels} levels ${placed(place)}.`,
		{
			hint: 'Flatten the data there.',
			details: {
				...because('json_too_deep', { line: place.line, column: place.column, maxDepth: MAX_JSON_DEPTH }),
				...place,
			},
		},
	);
}

/** A JSON document holds a value; what holds none is no JSON. */
export function noValue(): DataFlareError {
	return new DataFlareError('invalid_input', 'The input is empty, so it is not JSON.', {
		hint: 'In JSON, a file without records contains []. In NDJSON it may be empty: set its format to ndjson.',
		details: because('json_empty'),
	});
}

export function recordTooLarge(offset: number): DataFlareError {
	return new DataFlareError(
		'invalid_input',
		`A record of the JSON input is larger than ${MAX_RECORD_BYTES.toLocaleString('en')} bytes (at byte ${offset.toLocaleString('en')}).`,
		{
			hint: 'Split the data into smaller records.',
			details: { ...because('record_too_large', { offset, maxBytes: MAX_RECORD_BYTES }), offset },
		},
	);
}

export function lineTooLong(line: number, bytes: number): DataFlareError {
	return new DataFlareError(
		'invalid_input',
		`Line ${line} of the input is longer than ${MAX_RECORD_BYTES.toLocaleString('en')} bytes (${bytes.toLocaleString('en')} read so far without a line feed).`,
		{
			hint: 'Check that the file really has one record per line. For binary data, set its format to bytes.',
			details: { ...because('line_too_long', { line, maxBytes: MAX_RECORD_BYTES }), line, bytes },
		},
	);
}
