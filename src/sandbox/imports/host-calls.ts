import { isUtf8 } from 'node:buffer';
import { type HostFunctionName, hostStatus } from '../../shared/abi.ts';
import { MAX_HTTP_REQUEST_BYTES } from '../../shared/plugin/limits.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';
import { placeAnswer, readBytes, readName, warnOnce } from '../memory/guest-values.ts';
import type { GuestContext } from './host-side.ts';

/** Most that one `host_read_file` returns, bytes. A guest that asks for more gets this much. */
const MAX_READ_BYTES = 8 * 1024 * 1024;
/** Most that one `host_write_file` or `host_state_set` may carry, bytes; more answers −27. */
const MAX_WRITE_BYTES = 16 * 1024 * 1024;

export type BrokeredName = Extract<
	HostFunctionName,
	| 'host_get_env'
	| 'host_read_file'
	| 'host_write_file'
	| 'host_list_dir'
	| 'host_http'
	| 'host_state_get'
	| 'host_state_set'
>;

/**
 * Host functions that the parent's broker decides and does. The guest is suspended meanwhile, so everything a request
 * needs is copied out of its memory first. Names that cannot be read answer −22 and nothing is asked.
 */
export function createHostCalls(
	context: GuestContext,
): Readonly<Record<BrokeredName, (...args: never[]) => Promise<number>>> {
	const ask = async (name: BrokeredName, request: HostRequest): Promise<number> => {
		const { status, data } = await context.host.ask(request);
		if (status < 0) return status;
		return data === null ? hostStatus.ok : placeAnswer(context, name, data);
	};
	const named = async (
		name: BrokeredName,
		pointer: number,
		length: number,
		request: (text: string) => HostRequest,
	): Promise<number> => {
		const text = readName(context, name, pointer, length);
		return text === null ? hostStatus.invalid : ask(name, request(text));
	};
	const withData = (
		name: BrokeredName,
		pointer: number,
		length: number,
		most = MAX_WRITE_BYTES,
	): Uint8Array | number => {
		if (length >>> 0 > most) {
			warnOnce(context, name, `${length >>> 0} bytes are more than the ${most} bytes that one call may carry`);
			return hostStatus.tooLarge;
		}
		return readBytes(context, name, pointer, length) ?? hostStatus.invalid;
	};
	return {
		host_get_env: (pointer: number, length: number) =>
			named('host_get_env', pointer, length, (name) => ({ op: 'get_env', name })),
		host_list_dir: (pointer: number, length: number) =>
			named('host_list_dir', pointer, length, (path) => ({ op: 'list_dir', path })),
		host_state_get: (pointer: number, length: number) =>
			named('host_state_get', pointer, length, (key) => ({ op: 'state_get', key })),
		async host_read_file(pointer: number, length: number, offset: bigint, max: number) {
			if (offset < 0n || offset > BigInt(Number.MAX_SAFE_INTEGER)) return hostStatus.invalid;
			const at = Number(offset);
			const bytes = Math.min(max >>> 0, MAX_READ_BYTES);
			return named('host_read_file', pointer, length, (path) => ({ op: 'read_file', path, offset: at, max: bytes }));
		},
		async host_write_file(pointer: number, length: number, dataPointer: number, dataLength: number, mode: number) {
			if (mode !== 0 && mode !== 1) return hostStatus.invalid;
			const data = withData('host_write_file', dataPointer, dataLength);
			if (typeof data === 'number') return data;
			const how = mode === 0 ? 'replace' : 'append';
			return named('host_write_file', pointer, length, (path) => ({ op: 'write_file', path, data, mode: how }));
		},
		async host_http(pointer: number, length: number) {
			// The request stays bytes all the way: what it is made of, the broker looks at in pieces.
			const request = withData('host_http', pointer, length, MAX_HTTP_REQUEST_BYTES);
			if (typeof request === 'number') return request;
			if (isUtf8(request)) return ask('host_http', { op: 'http', request });
			warnOnce(context, 'host_http', 'the text it was given is not UTF-8');
			return hostStatus.invalid;
		},
		async host_state_set(pointer: number, length: number, valuePointer: number, valueLength: number) {
			const value = withData('host_state_set', valuePointer, valueLength);
			if (typeof value === 'number') return value;
			return named('host_state_set', pointer, length, (key) => ({ op: 'state_set', key, value }));
		},
	};
}
