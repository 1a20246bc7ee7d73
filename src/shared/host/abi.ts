/** Numbers and names that a guest sees: the plugin ABI, version 1. */

/** Negative codes that a host function answers with. −13, −2, … follow POSIX errno so that authors can guess them. */
export const hostStatus = {
	ok: 0,
	notFound: -2,
	io: -5,
	permissionDenied: -13,
	invalid: -22,
	tooLarge: -27,
	noSpace: -28,
	timedOut: -110,
	cancelled: -125,
} as const;
export type HostStatus = (typeof hostStatus)[keyof typeof hostStatus];

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Import modules that name the DataFlare host functions. */
export const hostModules = ['env', 'dataflare'] as const;

/** `other`: a reference to a type of the module's own, or one that is never null. */
export const wasmValueTypes = [
	'i32',
	'i64',
	'f32',
	'f64',
	'v128',
	'funcref',
	'externref',
	'anyref',
	'eqref',
	'i31ref',
	'structref',
	'arrayref',
	'exnref',
	'nullref',
	'nullfuncref',
	'nullexternref',
	'nullexnref',
	'other',
] as const;
export type WasmValueType = (typeof wasmValueTypes)[number];

export interface WasmSignature {
	readonly params: readonly WasmValueType[];
	readonly results: readonly WasmValueType[];
}

const i32 = 'i32' as const;

/** Component and lifecycle exports with the signature they must have. */
export const guestExports = {
	alloc: { params: [i32], results: [i32] },
	dealloc: { params: [i32, i32], results: [] },
	_initialize: { params: [], results: [] },
	plugin_init: { params: [i32, i32], results: [i32] },
	plugin_cleanup: { params: [], results: [i32] },
	read_data: { params: [], results: [i32] },
	process_data: { params: [i32, i32], results: [i32] },
	transform_data: { params: [i32, i32], results: [i32] },
	filter_data: { params: [i32, i32], results: [i32] },
	aggregate_data: { params: [i32, i32], results: [i32] },
	aggregate_result: { params: [], results: [i32] },
	write_data: { params: [i32, i32], results: [i32] },
} as const satisfies Readonly<Record<string, WasmSignature>>;

/** Optional exports by which a plugin says what another instance of it needs to go on where this one is, and takes it. */
export const stateExports = {
	save_state: { params: [], results: [i32] },
	load_state: { params: [i32, i32], results: [i32] },
} as const satisfies Readonly<Record<string, WasmSignature>>;
