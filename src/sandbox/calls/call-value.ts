import { isUtf8 } from 'node:buffer';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { findJsonError } from '../../shared/json/json-check.ts';
import type { Encoding } from '../../shared/plugin/component-type.ts';
import type { CallOutput } from '../../shared/sandbox/frames.ts';
import { findUtf8Error } from '../memory/utf8.ts';
import type { GuestInstance } from '../module/instance.ts';
import { placeBytes } from './batch-input.ts';
import { invalidJson, invalidUtf8 } from './output-errors.ts';
import { takeResult } from './results.ts';
import { splitLines } from './split-output.ts';

type ValueOutput = Extract<CallOutput, { kind: 'value' }>;

/** Hands one value to any exported function of a callable shape and returns its one result. */
export async function callValue(
	instance: GuestInstance,
	fn: string,
	input: Uint8Array | null,
	limit: number,
): Promise<ValueOutput> {
	const shape = instance.shapes.callable(fn);
	if (shape.takesInput && input === null) {
		throw new DataFlareError('invalid_input', `${fn} needs an input, and got none`, {
			details: because('input_wanted', { function: fn }),
			hint: 'Give it a value, such as {} or [].',
		});
	}
	if (!shape.takesInput && input !== null) {
		throw new DataFlareError('invalid_input', `${fn} takes no input, but got one`, {
			details: because('no_input_wanted', { function: fn }),
		});
	}
	const placed = input === null ? null : placeBytes(instance, input);
	const returned = placed === null ? instance.invoke(fn) : instance.invoke(fn, placed.pointer, placed.length);
	const status = typeof returned === 'number' ? returned : await returned;
	const isPointer = fn !== 'load_state' && (status > 1 || (status === 1 && fn !== 'filter_data'));
	const copied = isPointer ? takeResult(instance, fn, status, limit) : null;
	instance.releaseInput();
	if (status < 0) throw instance.guestError(fn, status);
	if (copied === null) return { kind: 'value', data: null, status };
	// What a plugin keeps is its own, and no record.
	if (fn !== 'save_state') requireEncoding(instance.guest.encoding, fn, copied.data, copied.length);
	return { kind: 'value', data: copied.data.subarray(0, copied.length), status: 0 };
}

/** Throws `plugin_execution` for what is not in the encoding that a manifest names. `data[length]` must be there. */
export function requireEncoding(encoding: Encoding, fn: string, data: Uint8Array, length: number): void {
	if (encoding === 'bytes') return;
	if (!isUtf8(data.subarray(0, length))) throw invalidUtf8(fn, findUtf8Error(data, 0, length));
	if (encoding === 'ndjson') {
		splitLines(fn, data.slice(0, length + 1), length, 64);
		return;
	}
	const wrong = findJsonError(data, 0, length);
	if (wrong >= 0) throw invalidJson(fn, data, 0, length, wrong);
}
