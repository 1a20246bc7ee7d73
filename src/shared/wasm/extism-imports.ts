import type { WasmSignature, WasmValueType } from '../host/abi.ts';

export const EXTISM_MODULE = 'extism:host/env';
/** Where functions of the program that a plugin was made for come from, unless it says otherwise. */
export const EXTISM_USER_MODULE = 'extism:host/user';

const letters: Readonly<Record<string, WasmValueType>> = { i: 'i32', I: 'i64' };

function takes(params: string, result = ''): WasmSignature {
	const typesOf = (text: string): WasmValueType[] => Array.from(text, (letter) => letters[letter] ?? 'other');
	return { params: typesOf(params), results: typesOf(result) };
}

/** What the kernel provides in `extism:host/env`: i = i32, I = i64. */
const kernelFunctions = {
	alloc: takes('I', 'I'),
	free: takes('I'),
	length: takes('I', 'I'),
	length_unsafe: takes('I', 'I'),
	load_u8: takes('I', 'i'),
	load_u64: takes('I', 'I'),
	store_u8: takes('Ii'),
	store_u64: takes('II'),
	input_offset: takes('', 'I'),
	input_length: takes('', 'I'),
	input_load_u8: takes('I', 'i'),
	input_load_u64: takes('I', 'I'),
	input_set: takes('II'),
	output_set: takes('II'),
	output_offset: takes('', 'I'),
	output_length: takes('', 'I'),
	error_set: takes('I'),
	error_get: takes('', 'I'),
	reset: takes(''),
	memory_bytes: takes('', 'I'),
} as const satisfies Readonly<Record<string, WasmSignature>>;

/** What the host provides there. */
const extismHostFunctions = {
	config_get: takes('I', 'I'),
	var_get: takes('I', 'I'),
	var_set: takes('II'),
	http_request: takes('II', 'I'),
	http_status_code: takes('', 'i'),
	http_headers: takes('', 'I'),
	log_trace: takes('I'),
	log_debug: takes('I'),
	log_info: takes('I'),
	log_warn: takes('I'),
	log_error: takes('I'),
	get_log_level: takes('', 'i'),
} as const satisfies Readonly<Record<string, WasmSignature>>;

/** The two functions of Extism's guide to host functions: they keep what they are given in the plugin's state. */
const extismStoreFunctions = {
	kv_read: takes('I', 'I'),
	kv_write: takes('II'),
} as const satisfies Readonly<Record<string, WasmSignature>>;

export type ExtismHostFunction = keyof typeof extismHostFunctions | keyof typeof extismStoreFunctions;

const environment: Readonly<Record<string, WasmSignature>> = { ...kernelFunctions, ...extismHostFunctions };
const store: Readonly<Record<string, WasmSignature>> = extismStoreFunctions;

/** The signature of what an Extism plugin can import besides WASI and other modules of its own; null: nobody has it. */
export function extismSignature(module: string, name: string): WasmSignature | null {
	if (module === EXTISM_MODULE) return own(environment, name);
	return module === EXTISM_USER_MODULE || module === 'env' ? own(store, name) : null;
}

/** Whether the guest may be suspended by a function of this name. */
export function extismWaits(name: string): boolean {
	return name === 'http_request' || name === 'var_get' || Object.hasOwn(store, name);
}

function own(table: Readonly<Record<string, WasmSignature>>, name: string): WasmSignature | null {
	return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}
