import { types } from 'node:util';
import type { FieldKind, FieldTypes, RequestField } from '../../../shared/host/functions.ts';
import { isHostOp, operation } from '../../../shared/host/operations.ts';
import { MAX_HTTP_REQUEST_BYTES, MAX_RECORD_BYTES } from '../../../shared/policy/limits.ts';
import type { HostRequest } from '../../../shared/sandbox/frames.ts';
import { assertFrame } from './malformed-frame.ts';
import { isCount } from './raw-frame.ts';

/** A path, name, key or URL longer than this is no honest request. */
const MAX_NAME_CHARS = 65_536;

/** Whether a value is what a field can hold; bytes are limited by the largest record that crosses a process boundary. */
const fits: { readonly [Kind in FieldKind]: (value: unknown) => value is FieldTypes[Kind] } = {
	name: (value) => isText(value, MAX_NAME_CHARS),
	count: isCount,
	bytes: (value) => isBytes(value, MAX_RECORD_BYTES),
	document: (value) => isText(value, MAX_HTTP_REQUEST_BYTES) || isBytes(value, MAX_HTTP_REQUEST_BYTES),
};

/** Nothing but what the table of host functions names is handed on. */
export function parseHostRequest(raw: unknown): HostRequest {
	assertFrame(typeof raw === 'object' && raw !== null, 'a host request without content');
	const request = raw as { readonly [field: string]: unknown };
	const { op } = request;
	assertFrame(typeof op === 'string' && isHostOp(op), 'a host request for an unknown operation');
	const fields = Object.entries(operation(op).request).map(([field, kind]) => {
		const value = request[field];
		assertFrame(holds(kind, value), `a host request (${op}) whose ${field} is missing, endless or of the wrong kind`);
		return [field, value] as const;
	});
	return { op, ...Object.fromEntries(fields) } as HostRequest;
}

function holds(field: RequestField, value: unknown): boolean {
	return typeof field === 'string' ? fits[field](value) : field.some((word) => word === value);
}

function isText(value: unknown, most: number): value is string {
	return typeof value === 'string' && value.length <= most;
}

function isBytes(value: unknown, most: number): value is Uint8Array {
	return types.isUint8Array(value) && value.length <= most;
}
