import type { PolicyKind, PowerName } from '../policy/powers.ts';
import type { WasmSignature } from './abi.ts';

/**
 * What a field of a request to the broker can hold: `name` is a path, key or the like, `count` a whole number that is not
 * negative, `bytes` what is moved, `document` JSON that is looked at before anything is made of it. A list of words
 * stands for one of them. The sandbox sends such requests, and the parent parses them by the same words
 * (core/runtime/frames/parse-host-request.ts).
 */
export interface FieldTypes {
	readonly name: string;
	readonly count: number;
	readonly bytes: Uint8Array;
	/** A sandbox sends its bytes, in UTF-8. */
	readonly document: Uint8Array | string;
}
export type FieldKind = keyof FieldTypes;
export type RequestField = FieldKind | readonly string[];
type RequestFields = Readonly<Record<string, RequestField>>;

/** The fields of a request that are names. */
type NameOf<Fields extends RequestFields> = {
	[Field in keyof Fields]: Fields[Field] extends 'name' ? Field : never;
}[keyof Fields];

/** Which power of the policy decides, and what it is asked. */
type Decided =
	| { [Power in PowerName]: { readonly power: Power; readonly decides: PolicyKind<Power> } }[PowerName]
	| { readonly power: null; readonly decides: null };

type Brokered = WasmSignature &
	ForComponents &
	Decided & {
		/** The operation, as requests, records and denials name it. */
		readonly op: string;
		readonly request: RequestFields;
		/** The field that says what the request is about, as it is recorded. Null: nothing, or it is known once it was read. */
		readonly target: string | null;
	};

/** What components import for the same, as `interface#function` of the host's own package (sdk/wit). */
interface ForComponents {
	readonly component: readonly string[];
}

/** Answered inside the sandbox, whatever the policy. */
function direct<const Row extends WasmSignature & ForComponents>(row: Row) {
	return { ...row, op: null, power: null, decides: null } as const;
}

/** The guest waits while the parent's broker decides and acts. `power` null: every plugin may, within limits. */
function brokered<const Row extends Brokered>(row: Row & { readonly target: NameOf<Row['request']> | null }): Row {
	return row;
}

const i32 = 'i32' as const;
const i64 = 'i64' as const;

/**
 * Every DataFlare host function: the signature that a module must import it with, who answers it, what decides, and what
 * is asked. All that knows of a host function is typed by this table, so a part that was forgotten does not compile:
 * what a guest calls (sandbox/imports), what the broker does (core/broker), what people read (renderer/i18n).
 */
export const hostFunctions = {
	host_log: direct({ params: [i32, i32, i32, i32], results: [], component: ['log#log'] }),
	host_get_time: direct({ params: [], results: [i64], component: ['chance#now'] }),
	host_random: direct({ params: [], results: ['f64'], component: ['chance#random', 'chance#random-bytes'] }),
	// A component fails by its result.
	host_set_error: direct({ params: [i32, i32], results: [], component: [] }),
	host_progress: direct({ params: [i64, i64], results: [], component: ['log#progress'] }),
	host_get_config: direct({ params: [i32, i32], results: [i32], component: ['configuration#get'] }),
	host_get_env: brokered({
		params: [i32, i32],
		results: [i32],
		op: 'get_env',
		component: ['environment#get'],
		power: 'environment',
		decides: 'env',
		request: { name: 'name' },
		target: 'name',
	}),
	host_read_file: brokered({
		params: [i32, i32, i64, i32],
		results: [i32],
		op: 'read_file',
		component: ['files#read'],
		power: 'files',
		decides: 'read',
		// Both in bytes.
		request: { path: 'name', offset: 'count', max: 'count' },
		target: 'path',
	}),
	host_write_file: brokered({
		params: [i32, i32, i32, i32, i32],
		results: [i32],
		op: 'write_file',
		component: ['files#write'],
		power: 'files',
		decides: 'write',
		request: { path: 'name', data: 'bytes', mode: ['replace', 'append'] },
		target: 'path',
	}),
	host_list_dir: brokered({
		params: [i32, i32],
		results: [i32],
		op: 'list_dir',
		component: ['files#list'],
		power: 'files',
		decides: 'list',
		request: { path: 'name' },
		target: 'path',
	}),
	host_http: brokered({
		params: [i32, i32],
		results: [i32],
		op: 'http',
		component: ['http#send'],
		power: 'network',
		decides: 'http',
		request: { request: 'document' },
		target: null,
	}),
	host_state_get: brokered({
		params: [i32, i32],
		results: [i32],
		op: 'state_get',
		component: ['state#get'],
		power: null,
		decides: null,
		request: { key: 'name' },
		target: 'key',
	}),
	host_state_set: brokered({
		params: [i32, i32, i32, i32],
		results: [i32],
		op: 'state_set',
		component: ['state#set'],
		power: null,
		decides: null,
		request: { key: 'name', value: 'bytes' },
		target: 'key',
	}),
} as const satisfies { readonly [name: `host_${string}`]: WasmSignature & ForComponents };
