import { types } from 'node:util';
import {
	type CallOutput,
	type FailedFrame,
	PROTOCOL_VERSION,
	type ResultFrame,
	type SandboxFrame,
} from '../../../shared/sandbox/frames.ts';
import { assertFrame } from './malformed-frame.ts';
import { parseBatch } from './parse-batch.ts';
import { isColdFrame, parseColdFrame } from './parse-cold-frame.ts';
import { parseFailures } from './parse-failures.ts';
import { parseHostFrame, parseLogFrame } from './parse-guest-frame.ts';
import { parseWireError } from './parse-wire-error.ts';
import { isAmount, isCount, isMemorySize, type RawFrame } from './raw-frame.ts';

/**
 * Turns what arrived from a sandbox into a frame, or throws `MalformedFrame`. Null: a late frame of an older generation.
 * The frames of every call are checked by hand, in microseconds; the rare ones by schema. Whether a frame fits the
 * moment (an id that is known, an output of the right kind) is the state machine's to decide.
 */
export function parseFrame(raw: unknown, generation: number): SandboxFrame | null {
	assertFrame(typeof raw === 'object' && raw !== null, 'a message that is no frame');
	const frame = raw as RawFrame;
	assertFrame(frame.v === PROTOCOL_VERSION, 'a frame of another protocol version');
	assertFrame(isCount(frame.gen), 'a frame without a generation');
	if (frame.gen < generation) return null;
	assertFrame(frame.gen === generation, 'a frame of a generation that does not exist');
	switch (frame.t) {
		case 'result':
			return parseResult(frame, generation);
		case 'failed':
			return parseFailed(frame, generation);
		case 'host':
			return parseHostFrame(frame, generation);
		case 'log':
			return parseLogFrame(frame, generation);
		default:
			assertFrame(isColdFrame(frame.t), 'a frame of an unknown type');
			return parseColdFrame(frame, generation);
	}
}

function parseResult(frame: RawFrame, gen: number): ResultFrame {
	const { id, ms, memoryBytes } = frame;
	const counts = frame['counts'] as { recordsIn?: unknown; recordsOut?: unknown } | null | undefined;
	assertFrame(isCount(id), 'a result without an id');
	assertFrame(isAmount(ms) && isMemorySize(memoryBytes), 'a result without time or memory');
	assertFrame(typeof counts === 'object' && counts !== null, 'a result without counts');
	const { recordsIn, recordsOut } = counts;
	assertFrame(isCount(recordsIn) && isCount(recordsOut), 'a result without counts');
	const output = parseOutput(frame['output']);
	return { v: PROTOCOL_VERSION, gen, t: 'result', id, output, counts: { recordsIn, recordsOut }, ms, memoryBytes };
}

function parseOutput(raw: unknown): CallOutput {
	assertFrame(typeof raw === 'object' && raw !== null, 'a result without an output');
	const output = raw as { readonly [key: string]: unknown };
	if (output['kind'] === 'records') {
		assertFrame(typeof output['end'] === 'boolean', 'records that do not say whether there are more');
		const failed = output['failed'];
		const dropped = output['dropped'];
		return {
			kind: 'records',
			batch: parseBatch(output['batch']),
			end: output['end'],
			...(failed === undefined ? {} : { failed: parseFailures(failed) }),
			...(dropped === undefined ? {} : { dropped: parseBatch(dropped) }),
		};
	}
	assertFrame(output['kind'] === 'value', 'a result of an unknown kind');
	const data = output['data'];
	const status = output['status'];
	assertFrame(data === null || types.isUint8Array(data), 'a result that is not bytes');
	assertFrame(Number.isInteger(status) && (status as number) === ((status as number) | 0), 'a result without a status');
	return { kind: 'value', data, status: status as number };
}

function parseFailed(frame: RawFrame, gen: number): FailedFrame {
	const { id, ms, memoryBytes, instanceLost } = frame;
	assertFrame(isCount(id), 'a failure without an id');
	assertFrame(isAmount(ms) && isMemorySize(memoryBytes), 'a failure without time or memory');
	assertFrame(typeof instanceLost === 'boolean', 'a failure that does not say whether the instance is lost');
	const error = parseWireError(frame['error']);
	return { v: PROTOCOL_VERSION, gen, t: 'failed', id, error, ms, memoryBytes, instanceLost };
}
