/**
 * The one error of the product. The code is the contract; the message is for people; details are diagnostics.
 * What the guest reported stays apart from what the host found through `origin`.
 */

export const errorCodes = [
	'configuration',
	'plugin_load',
	'plugin_execution',
	'runtime',
	'timeout',
	'memory_limit',
	'permission_denied',
	'invalid_input',
	'not_found',
	'conflict',
	'cancelled',
	'storage',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The kinds of errors by the names that DataFlare's documents give them, one for each code. */
export const errorKinds = {
	configuration: 'Configuration',
	plugin_load: 'PluginLoad',
	plugin_execution: 'PluginExecution',
	runtime: 'Runtime',
	timeout: 'Timeout',
	memory_limit: 'MemoryLimit',
	permission_denied: 'PermissionDenied',
	invalid_input: 'InvalidInput',
	not_found: 'NotFound',
	conflict: 'Conflict',
	cancelled: 'Cancelled',
	storage: 'Storage',
} as const satisfies Readonly<Record<ErrorCode, string>>;

export type ErrorKind = (typeof errorKinds)[ErrorCode];

export type ErrorOrigin = 'host' | 'guest';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type ErrorDetails = { readonly [key: string]: JsonValue };

/** An error as it crosses a process or lands in the store: plain data, safe to clone. */
export interface WireError {
	readonly code: ErrorCode;
	readonly message: string;
	/** What the person can do next. */
	readonly hint?: string | undefined;
	readonly details?: ErrorDetails | undefined;
	readonly origin?: ErrorOrigin | undefined;
}

interface ErrorOptionsOf {
	readonly hint?: string | undefined;
	readonly details?: ErrorDetails | undefined;
	readonly origin?: ErrorOrigin | undefined;
	readonly cause?: unknown;
}

export class DataFlareError extends Error {
	readonly code: ErrorCode;
	readonly hint: string | undefined;
	readonly details: ErrorDetails;
	readonly origin: ErrorOrigin;

	constructor(code: ErrorCode, message: string, options: ErrorOptionsOf = {}) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.name = 'DataFlareError';
		this.code = code;
		this.hint = options.hint;
		this.details = options.details ?? {};
		this.origin = options.origin ?? 'host';
	}

	/** The code as DataFlare's documents spell it, to tell errors apart: `PluginLoad` of `plugin_load`. */
	get kind(): ErrorKind {
		return errorKinds[this.code];
	}

	toWire(): WireError {
		return {
			code: this.code,
			message: this.message,
			...(this.hint === undefined ? {} : { hint: this.hint }),
			...(Object.keys(this.details).length === 0 ? {} : { details: this.details }),
			...(this.origin === 'host' ? {} : { origin: this.origin }),
		};
	}

	/** The same failure with more told of it: details are added to its own, a message replaces its own. Its cause is this one. */
	with(more: { readonly details?: ErrorDetails; readonly message?: string }): DataFlareError {
		return new DataFlareError(this.code, more.message ?? this.message, {
			hint: this.hint,
			details: { ...this.details, ...more.details },
			origin: this.origin,
			cause: this,
		});
	}

	static fromWire(wire: WireError): DataFlareError {
		return new DataFlareError(wire.code, wire.message, wire);
	}
}

/** Turns whatever was thrown into the product's error; anything unforeseen is a `runtime` failure. */
export function toDataFlareError(thrown: unknown): DataFlareError {
	if (thrown instanceof DataFlareError) return thrown;
	if (thrown instanceof Error) return new DataFlareError('runtime', thrown.message, { cause: thrown });
	return new DataFlareError('runtime', String(thrown));
}
