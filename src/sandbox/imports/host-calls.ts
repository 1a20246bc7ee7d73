import { isUtf8 } from 'node:buffer';
import { hostStatus } from '../../shared/host/abi.ts';
import { hostFunctions } from '../../shared/host/functions.ts';
import type { ArgumentsOf, BrokeredName, FieldsOf, RequestOf } from '../../shared/host/operations.ts';
import { MAX_HTTP_REQUEST_BYTES } from '../../shared/policy/limits.ts';
import { free } from '../memory/free.ts';
import { placeAnswer, readBytes, readName, warnOnce } from './guest-values.ts';
import type { GuestContext } from './host-side.ts';

/** Most that one `host_read_file` returns, bytes. A guest that asks for more gets this much. */
const MAX_READ_BYTES = 8 * 1024 * 1024;
/** Most that one `host_write_file` or `host_state_set` may carry, bytes; more answers −27. */
export const MAX_WRITE_BYTES = 16 * 1024 * 1024;

/** What is asked of the broker on behalf of guests that know nothing of the plugin ABI. */
export const brokerRequests = {
	getEnv: (name: string) => ({ op: hostFunctions.host_get_env.op, name }),
	readFile: (path: string, offset: number, max: number) => ({
		op: hostFunctions.host_read_file.op,
		path,
		offset,
		max: Math.min(max, MAX_READ_BYTES),
	}),
	writeFile: (path: string, data: Uint8Array, mode: FieldsOf<'host_write_file'>['mode']) => ({
		op: hostFunctions.host_write_file.op,
		path,
		data,
		mode,
	}),
	listFolder: (path: string) => ({ op: hostFunctions.host_list_dir.op, path }),
	stateGet: (key: string) => ({ op: hostFunctions.host_state_get.op, key }),
	stateSet: (key: string, value: Uint8Array) => ({ op: hostFunctions.host_state_set.op, key, value }),
	http: (request: Uint8Array) => ({ op: hostFunctions.host_http.op, request }),
} as const;

type HostCalls = { readonly [Name in BrokeredName]: (...args: ArgumentsOf<Name>) => Promise<number> };

/**
 * Host functions that the parent's broker decides and does. The guest is suspended meanwhile, so everything a request
 * needs is copied out of its memory first. Names that cannot be read answer −22 and nothing is asked.
 */
export function createHostCalls(context: GuestContext): HostCalls {
	const ask = async <Name extends BrokeredName>(name: Name, fields: FieldsOf<Name>): Promise<number> => {
		const request = { op: hostFunctions[name].op, ...fields } as RequestOf;
		const { status, data } = await context.host.ask(request);
		if (status < 0) return status;
		if (data === null) return hostStatus.ok;
		const placed = placeAnswer(context, name, data);
		free(data);
		return placed;
	};
	const named = async <Name extends BrokeredName>(
		name: Name,
		pointer: number,
		length: number,
		fields: (text: string) => FieldsOf<Name>,
	): Promise<number> => {
		const text = readName(context, name, pointer, length);
		return text === null ? hostStatus.invalid : ask(name, fields(text));
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
		host_get_env: (pointer, length) => named('host_get_env', pointer, length, (name) => ({ name })),
		host_list_dir: (pointer, length) => named('host_list_dir', pointer, length, (path) => ({ path })),
		host_state_get: (pointer, length) => named('host_state_get', pointer, length, (key) => ({ key })),
		async host_read_file(pointer, length, offset, max) {
			if (offset < 0n || offset > BigInt(Number.MAX_SAFE_INTEGER)) return hostStatus.invalid;
			const at = Number(offset);
			const bytes = Math.min(max >>> 0, MAX_READ_BYTES);
			return named('host_read_file', pointer, length, (path) => ({ path, offset: at, max: bytes }));
		},
		async host_write_file(pointer, length, dataPointer, dataLength, mode) {
			if (mode !== 0 && mode !== 1) return hostStatus.invalid;
			const data = withData('host_write_file', dataPointer, dataLength);
			if (typeof data === 'number') return data;
			const how: FieldsOf<'host_write_file'>['mode'] = mode === 0 ? 'replace' : 'append';
			return named('host_write_file', pointer, length, (path) => ({ path, data, mode: how }));
		},
		async host_http(pointer, length) {
			// The request stays bytes all the way: what it is made of, the broker looks at in pieces.
			const request = withData('host_http', pointer, length, MAX_HTTP_REQUEST_BYTES);
			if (typeof request === 'number') return request;
			if (isUtf8(request)) return ask('host_http', { request });
			warnOnce(context, 'host_http', 'the text it was given is not UTF-8');
			return hostStatus.invalid;
		},
		async host_state_set(pointer, length, valuePointer, valueLength) {
			const value = withData('host_state_set', valuePointer, valueLength);
			if (typeof value === 'number') return value;
			return named('host_state_set', pointer, length, (key) => ({ key, value }));
		},
	};
}
