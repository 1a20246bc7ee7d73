import { DataFlareError } from '../../shared/errors/errors.ts';
import type { LogLevel } from '../../shared/host/abi.ts';
import type { ExtismHostFunction } from '../../shared/wasm/extism-imports.ts';
import { brokerRequests } from '../imports/host-calls.ts';
import { CUT_MARK, MAX_LOG_LINE_BYTES } from '../imports/log-buffer.ts';
import { decodeLenient, decodeStrict } from '../memory/utf8.ts';
import { type ExtismContext, fail, given, invalidHandle, owned } from './context.ts';
import { httpRequest } from './http.ts';
import { STORED, storeFailed, storeFull } from './variables.ts';

type Functions = { readonly [Name in ExtismHostFunction]: (...args: never[]) => unknown };

/** What `kv_read` answers for what was never written, as Extism's guide has it: a number of four bytes, 0. */
const NOTHING_STORED = new Uint8Array(4);

/**
 * The host's part of `extism:host/env`, and the two functions of Extism's guide. Handles that a guest passes are the
 * host's from then on and are freed. Those that may wait answer a promise only where the parent has to be asked.
 */
export function createHostFunctions(context: ExtismContext): Functions {
	const { host, variables } = context;
	const keyOf = (what: string, handle: bigint): string =>
		decodeStrict(owned(context, what, handle)) ??
		fail(context, new DataFlareError('plugin_execution', `${what}: the key is not UTF-8`));
	const orNothing = (value: Uint8Array | null): bigint => (value === null ? 0n : given(context, value));
	const log = (level: LogLevel) => (handle: bigint) => {
		const message = owned(context, `log_${level}`, handle);
		const whole = message.length <= MAX_LOG_LINE_BYTES;
		const kept = whole ? message : message.subarray(0, MAX_LOG_LINE_BYTES - 64);
		host.log(level, decodeLenient(kept) + (whole ? '' : CUT_MARK));
	};
	const requireVariables = (): void => {
		if (variables.most === 0) fail(context, new DataFlareError('plugin_execution', 'Vars are disabled by this host'));
	};
	return {
		config_get(key: bigint) {
			return orNothing(context.config.get(keyOf('config_get', key)) ?? null);
		},
		var_get(key: bigint) {
			const value = variables.get(keyOf('var_get', key));
			return value instanceof Promise ? value.then(orNothing) : orNothing(value);
		},
		var_set(key: bigint, value: bigint) {
			requireVariables();
			// Both are read before either is freed: they may be one.
			const kept =
				value === 0n ? null : (context.kernel.take(value) ?? invalidHandle(context, 'var_set, value', value));
			const name = keyOf('var_set', key);
			if (value !== 0n) context.kernel.free(value);
			if (!variables.set(name, kept)) fail(context, storeFull());
		},
		http_request: (request: bigint, body: bigint) => httpRequest(context, request, body),
		http_status_code: () => context.http.status,
		http_headers: () => orNothing(context.http.headers),
		log_trace: log('trace'),
		log_debug: log('debug'),
		log_info: log('info'),
		log_warn: log('warn'),
		log_error: log('error'),
		get_log_level: () => 0,
		async kv_read(key: bigint) {
			const { status, data } = await host.ask(brokerRequests.stateGet(STORED + keyOf('kv_read', key)));
			return given(context, status < 0 || data === null ? NOTHING_STORED : data);
		},
		async kv_write(key: bigint, value: bigint) {
			const kept = context.kernel.take(value) ?? invalidHandle(context, 'kv_write, value', value);
			const name = keyOf('kv_write', key);
			if (value !== 0n) context.kernel.free(value);
			const { status } = await host.ask(brokerRequests.stateSet(STORED + name, kept));
			if (status < 0) fail(context, storeFailed(name, status));
		},
	};
}
