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

export type WasmValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128' | 'funcref' | 'externref' | 'other';

export interface WasmSignature {
	readonly params: readonly WasmValueType[];
	readonly results: readonly WasmValueType[];
}

const i32 = 'i32' as const;
const i64 = 'i64' as const;

/** Every DataFlare host function with the signature a module must import it with. */
export const hostFunctions = {
	host_log: { params: [i32, i32, i32, i32], results: [] },
	host_get_time: { params: [], results: [i64] },
	host_random: { params: [], results: ['f64'] },
	host_set_error: { params: [i32, i32], results: [] },
	host_progress: { params: [i64, i64], results: [] },
	host_get_config: { params: [i32, i32], results: [i32] },
	host_get_env: { params: [i32, i32], results: [i32] },
	host_read_file: { params: [i32, i32, i64, i32], results: [i32] },
	host_write_file: { params: [i32, i32, i32, i32, i32], results: [i32] },
	host_list_dir: { params: [i32, i32], results: [i32] },
	host_http: { params: [i32, i32], results: [i32] },
	host_state_get: { params: [i32, i32], results: [i32] },
	host_state_set: { params: [i32, i32, i32, i32], results: [i32] },
} as const satisfies Readonly<Record<string, WasmSignature>>;

export type HostFunctionName = keyof typeof hostFunctions;

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
