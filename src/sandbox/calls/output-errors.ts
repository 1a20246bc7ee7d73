import type { DataFlareError } from '../../shared/errors/errors.ts';
import { DataFlareError as ErrorOf } from '../../shared/errors/errors.ts';
import { MAX_BATCH_RECORDS } from '../../shared/policy/limits.ts';
import { decodeLenient } from '../memory/utf8.ts';

/** Errors about what a function returned. Records are counted from 1, byte offsets from 0 within the record. */

/** `subject` says whose output it is, e.g. `transform_data, record 3`. `at` and `start` are positions in `data`. */
export function invalidJson(subject: string, data: Uint8Array, start: number, end: number, at: number): DataFlareError {
	const offset = at - start;
	const found = at >= end ? 'the text ends there' : `found ${showByte(data[at] as number)}`;
	const near = decodeLenient(data.subarray(Math.max(start, at - 20), Math.min(end, at + 20)));
	return new ErrorOf('plugin_execution', `${subject}: the output is not JSON at byte ${offset}: ${found}`, {
		hint: 'The plugin has a bug, or its manifest names the wrong `encoding`.',
		details: { offset, near },
	});
}

export function invalidUtf8(subject: string, offset: number): DataFlareError {
	return new ErrorOf('plugin_execution', `${subject}: the output is not UTF-8 at byte ${offset}`, {
		hint: 'The plugin has a bug, or its manifest names the wrong `encoding`.',
		details: { offset },
	});
}

export function tooLarge(fn: string, bytes: number, limit: number): DataFlareError {
	return new ErrorOf('invalid_input', `${fn}: the output of ${bytes} bytes exceeds the limit of ${limit} bytes`, {
		hint: 'Send the plugin smaller batches or smaller records.',
		details: { bytes, limit },
	});
}

/** One more record than a batch may hold. */
export function tooManyRecords(fn: string): DataFlareError {
	return new ErrorOf('invalid_input', `${fn}: the output has more than ${MAX_BATCH_RECORDS} records`, {
		hint: 'Send the plugin smaller batches.',
		details: { records: MAX_BATCH_RECORDS },
	});
}

export function wrongOutput(fn: string, message: string, details: Record<string, number> = {}): DataFlareError {
	return new ErrorOf('plugin_execution', `${fn}: ${message}`, {
		hint: 'The plugin has a bug: report it to its author.',
		details,
	});
}

function showByte(byte: number): string {
	if (byte > 0x20 && byte < 0x7f) return `\`${String.fromCharCode(byte)}\``;
	return `byte 0x${byte.toString(16).padStart(2, '0')}`;
}
