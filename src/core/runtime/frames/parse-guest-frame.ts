import { types } from 'node:util';
import { type LogLevel, logLevels } from '../../../shared/abi.ts';
import { MAX_HTTP_REQUEST_BYTES, MAX_RECORD_BYTES } from '../../../shared/plugin/limits.ts';
import {
	type HostRequest,
	type HostRequestFrame,
	type LogFrame,
	PROTOCOL_VERSION,
} from '../../../shared/sandbox/frames.ts';
import { insist, MalformedFrame } from './malformed-frame.ts';
import { isCount, isTime, type RawFrame } from './raw-frame.ts';

/** A path, name, key or URL longer than this is no honest request. */
const MAX_NAME_CHARS = 65_536;
/** The sender flushes its lines long before it has this many, or this many characters. */
const MAX_LOG_LINES = 4_096;
const MAX_LOG_CHARS = 1_048_576;

/** What a request may name; bytes are limited by the largest record that crosses a process boundary at all. */
export function parseHostFrame(frame: RawFrame, gen: number): HostRequestFrame {
	const { id } = frame;
	insist(isCount(id), 'a host request without an id');
	return { v: PROTOCOL_VERSION, gen, t: 'host', id, request: parseRequest(frame['request']) };
}

function parseRequest(raw: unknown): HostRequest {
	insist(typeof raw === 'object' && raw !== null, 'a host request without content');
	const request = raw as { readonly [key: string]: unknown };
	switch (request['op']) {
		case 'get_env':
			return { op: 'get_env', name: text(request['name'], MAX_NAME_CHARS) };
		case 'read_file': {
			const { offset, max } = request as { offset?: unknown; max?: unknown };
			insist(isCount(offset) && isCount(max), 'a read without a place or a size');
			return { op: 'read_file', path: text(request['path'], MAX_NAME_CHARS), offset, max };
		}
		case 'write_file': {
			const { mode } = request as { mode?: unknown };
			insist(mode === 'replace' || mode === 'append', 'a write of an unknown mode');
			return {
				op: 'write_file',
				path: text(request['path'], MAX_NAME_CHARS),
				data: bytes(request['data'], MAX_RECORD_BYTES),
				mode,
			};
		}
		case 'list_dir':
			return { op: 'list_dir', path: text(request['path'], MAX_NAME_CHARS) };
		case 'http':
			return { op: 'http', request: document(request['request'], MAX_HTTP_REQUEST_BYTES) };
		case 'state_get':
			return { op: 'state_get', key: text(request['key'], MAX_NAME_CHARS) };
		case 'state_set':
			return {
				op: 'state_set',
				key: text(request['key'], MAX_NAME_CHARS),
				value: bytes(request['value'], MAX_RECORD_BYTES),
			};
		default:
			throw new MalformedFrame('a host request for an unknown operation');
	}
}

export function parseLogFrame(frame: RawFrame, gen: number): LogFrame {
	const lines = frame['lines'];
	const dropped = frame['dropped'];
	insist(Array.isArray(lines) && lines.length <= MAX_LOG_LINES, 'a log frame without lines or with too many');
	insist(isCount(dropped), 'a log frame that does not say how many lines were dropped');
	const parsed = lines.map(parseLine);
	const characters = parsed.reduce((sum, { message }) => sum + message.length, 0);
	insist(characters <= MAX_LOG_CHARS, 'a log frame with endless lines');
	return { v: PROTOCOL_VERSION, gen, t: 'log', lines: parsed, dropped };
}

function parseLine(raw: unknown): { at: number; level: LogLevel; message: string } {
	insist(typeof raw === 'object' && raw !== null, 'a log line that is no object');
	const { at, level, message } = raw as { at?: unknown; level?: unknown; message?: unknown };
	const known = logLevels.find((each) => each === level);
	insist(isTime(at) && known !== undefined && typeof message === 'string', 'a log line of the wrong shape');
	return { at, level: known, message };
}

function text(value: unknown, most: number): string {
	insist(typeof value === 'string' && value.length <= most, 'a host request with a missing or an endless name');
	return value;
}

function document(value: unknown, most: number): Uint8Array | string {
	return typeof value === 'string' ? text(value, most) : bytes(value, most);
}

function bytes(value: unknown, most: number): Uint8Array {
	insist(types.isUint8Array(value) && value.length <= most, 'a host request without bytes or with too many');
	return value;
}
