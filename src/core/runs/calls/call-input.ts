import { Buffer } from 'node:buffer';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { checkValue, findJsonError, skipSpace } from '../../../shared/json/json-check.ts';
import { describeJsonProblem } from '../../../shared/json/json-problem.ts';
import { componentFunctions, type GuestAbi } from '../../../shared/plugin/component-type.ts';
import { type Manifest, takesBatches } from '../../../shared/plugin/manifest.ts';
import { traitsOf } from '../../../shared/plugin/module/guest-abi.ts';
import type { Batch } from '../../../shared/sandbox/batch.ts';
import { refuseLifecycle } from '../../../shared/wasm/callable-shape.ts';
import { roleExports } from '../../../shared/wasm/component/worlds.ts';
import type { CallOptions } from '../../runtime/runtime.ts';

export interface CallInput {
	readonly frame: CallOptions['input'];
	readonly bytes: Uint8Array;
	readonly records: number;
	/** One record went in, so one comes out as itself rather than as a list. */
	readonly single: boolean;
}

const nothing = new Uint8Array(0);
const LF = 0x0a;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/**
 * What the function is handed: records for a component function that takes batches, the bytes as they are otherwise.
 * JSON is checked and cut where it stands, and never made values of: an input can be of many megabytes. Throws
 * `invalid_input` for what is no JSON, and for a function that nobody but the host may call.
 */
export function callInput(
	manifest: Manifest,
	request: Pick<RouteParsed<'plugins.call'>, 'fn' | 'input' | 'inputBase64'>,
	abi: GuestAbi,
): CallInput {
	refuseLifecycle(request.fn, abi);
	if (request.inputBase64 !== undefined) return wholeInput(new Uint8Array(Buffer.from(request.inputBase64, 'base64')));
	if (request.input === undefined)
		return { frame: { kind: 'value', data: null }, bytes: nothing, records: 0, single: true };
	const bytes = new TextEncoder().encode(request.input);
	if (manifest.encoding === 'bytes') return wholeInput(bytes);
	const works = [componentFunctions[manifest.type][0], roleExports(manifest.type, abi)[0]];
	const isComponentCall = works.includes(request.fn) && manifest.type !== 'source';
	const found = readInput(request.input, bytes, manifest);
	// A program is called once, with all that it is to read.
	if (!isComponentCall || !takesBatches(manifest) || traitsOf(abi).isProgram) return wholeInput(bytes);
	const { batch, single } = found();
	return { frame: { kind: 'records', batch }, bytes: batch.data, records: batch.ends.length, single };
}

function wholeInput(bytes: Uint8Array): CallInput {
	return { frame: { kind: 'value', data: bytes }, bytes, records: 1, single: true };
}

interface Records {
	readonly batch: Batch;
	readonly single: boolean;
}

/** Checks the whole; the records are cut once they are wanted. */
function readInput(text: string, bytes: Uint8Array, manifest: Manifest): () => Records {
	// The checks read up to a line feed behind the end, and write spaces over those between tokens.
	const data = new Uint8Array(bytes.length + 1);
	data.set(bytes);
	data[bytes.length] = LF;
	if (findJsonError(data, 0, bytes.length) === -1) return () => recordsOf(data, bytes.length);
	if (manifest.encoding === 'ndjson') {
		data.set(bytes);
		const batch = linesOf(data, bytes.length);
		return () => ({ batch, single: false });
	}
	throw new DataFlareError('invalid_input', `The input is not JSON: ${describeJsonProblem(text)}.`, {
		details: because('input_not_json'),
		hint: 'Strings need double quotes.',
	});
}

/** The elements of a list, or the one value; of JSON that was checked. The records move together in the same memory. */
function recordsOf(data: Uint8Array, end: number): Records {
	const first = skipSpace(data, 0, end, 'value');
	const single = data[first] !== OPEN_ARRAY;
	const records = new Compactor(data);
	let at = single ? first : skipSpace(data, first + 1, end, 'value');
	while (at < end && data[at] !== CLOSE_ARRAY) {
		const after = checkValue(data, at, end, 'value');
		const next = skipSpace(data, after, end, 'value');
		records.add(at, after);
		if (single) break;
		at = data[next] === COMMA ? skipSpace(data, next + 1, end, 'value') : next;
	}
	return { batch: records.finish(), single };
}

/** NDJSON: each line one JSON value; blank lines are left out. */
function linesOf(data: Uint8Array, end: number): Batch {
	const records = new Compactor(data);
	let line = 0;
	for (let at = 0; at < end; ) {
		line++;
		const lineEnd = data.indexOf(LF, at);
		const start = skipSpace(data, at, lineEnd, 'lines');
		if (start < lineEnd) {
			const after = checkValue(data, start, lineEnd, 'lines');
			const isWhole = after >= 0 && skipSpace(data, after, lineEnd, 'lines') === lineEnd;
			if (!isWhole) throw wrongLine(line, data.subarray(at, lineEnd));
			records.add(start, after);
		}
		at = lineEnd + 1;
	}
	return records.finish();
}

function wrongLine(line: number, bytes: Uint8Array): DataFlareError {
	const problem = describeJsonProblem(new TextDecoder().decode(bytes)).replace(/^line 1, /, '');
	return new DataFlareError('invalid_input', `Line ${line} of the input is not JSON: ${problem}.`, {
		details: because('line_not_json', { line }),
	});
}

/** Moves records to the front of the memory that they stand in, a line feed behind each. */
class Compactor {
	readonly #data: Uint8Array;
	#ends = new Uint32Array(64);
	#count = 0;
	#written = 0;

	constructor(data: Uint8Array) {
		this.#data = data;
	}

	/** Behind every record there is room for a line feed: what parted it from the next, or ended the whole. */
	add(start: number, end: number): void {
		if (this.#written !== start) this.#data.copyWithin(this.#written, start, end);
		this.#written += end - start;
		if (this.#count === this.#ends.length) {
			const grown = new Uint32Array(2 * this.#count);
			grown.set(this.#ends);
			this.#ends = grown;
		}
		this.#ends[this.#count++] = this.#written;
		this.#data[this.#written++] = LF;
	}

	finish(): Batch {
		return { data: this.#data.subarray(0, this.#written), ends: this.#ends.slice(0, this.#count), gap: 1 };
	}
}
