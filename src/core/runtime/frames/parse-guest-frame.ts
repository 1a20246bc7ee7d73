import { type LogLevel, logLevels } from '../../../shared/host/abi.ts';
import { type HostRequestFrame, type LogFrame, PROTOCOL_VERSION } from '../../../shared/sandbox/frames.ts';
import { assertFrame } from './malformed-frame.ts';
import { parseHostRequest } from './parse-host-request.ts';
import { isCount, isTime, type RawFrame } from './raw-frame.ts';

/** The sender flushes its lines long before it has this many, or this many characters. */
const MAX_LOG_LINES = 4_096;
const MAX_LOG_CHARS = 1_048_576;

export function parseHostFrame(frame: RawFrame, gen: number): HostRequestFrame {
	const { id } = frame;
	assertFrame(isCount(id), 'a host request without an id');
	return { v: PROTOCOL_VERSION, gen, t: 'host', id, request: parseHostRequest(frame['request']) };
}

export function parseLogFrame(frame: RawFrame, gen: number): LogFrame {
	const lines = frame['lines'];
	const dropped = frame['dropped'];
	assertFrame(Array.isArray(lines) && lines.length <= MAX_LOG_LINES, 'a log frame without lines or with too many');
	assertFrame(isCount(dropped), 'a log frame that does not say how many lines were dropped');
	const parsed = lines.map(parseLine);
	const characters = parsed.reduce((sum, { message }) => sum + message.length, 0);
	assertFrame(characters <= MAX_LOG_CHARS, 'a log frame with endless lines');
	return { v: PROTOCOL_VERSION, gen, t: 'log', lines: parsed, dropped };
}

function parseLine(raw: unknown): { at: number; level: LogLevel; message: string } {
	assertFrame(typeof raw === 'object' && raw !== null, 'a log line that is no object');
	const { at, level, message } = raw as { at?: unknown; level?: unknown; message?: unknown };
	const known = logLevels.find((each) => each === level);
	assertFrame(isTime(at) && known !== undefined && typeof message === 'string', 'a log line of the wrong shape');
	return { at, level: known, message };
}
