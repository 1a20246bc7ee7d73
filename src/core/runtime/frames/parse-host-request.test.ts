import { describe, expect, it } from 'vitest';
import type { FieldKind, RequestField } from '../../../shared/host/functions.ts';
import { hostOps, operation } from '../../../shared/host/operations.ts';
import { MAX_HTTP_REQUEST_BYTES, MAX_RECORD_BYTES } from '../../../shared/policy/limits.ts';
import { MalformedFrame } from './malformed-frame.ts';
import { parseHostRequest } from './parse-host-request.ts';

const bytes = new Uint8Array([1, 2]);
const endless = 'a'.repeat(65_537);

const good: Readonly<Record<FieldKind, readonly unknown[]>> = {
	name: ['', './data/in.csv', 'a'.repeat(65_536)],
	count: [0, 1, Number.MAX_SAFE_INTEGER],
	bytes: [bytes, new Uint8Array(0)],
	document: [bytes, '{}'],
};
const bad: Readonly<Record<FieldKind, readonly unknown[]>> = {
	name: [undefined, null, 1, bytes, endless],
	count: [undefined, -1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1, '1', 1n],
	bytes: [undefined, 'text', [1], new Uint16Array(1), new Uint8Array(MAX_RECORD_BYTES + 1)],
	document: [undefined, null, {}, new Uint8Array(MAX_HTTP_REQUEST_BYTES + 1)],
};
const goodOf = (field: RequestField): readonly unknown[] => (typeof field === 'string' ? good[field] : field);
const badOf = (field: RequestField): readonly unknown[] =>
	typeof field === 'string' ? bad[field] : [undefined, '', 'other', 0];

describe.each(hostOps)('a request to %s', (op) => {
	const fields = Object.entries(operation(op).request);
	const plain = Object.fromEntries([['op', op], ...fields.map(([name, field]) => [name, goodOf(field)[0]])]);

	it('is understood with everything that its fields can hold', () => {
		for (const [name, field] of fields) {
			for (const value of goodOf(field)) {
				const request = { ...plain, [name]: value };
				expect(parseHostRequest(request)).toEqual(request);
			}
		}
	});

	it('is refused without one of its fields, and with what none can hold', () => {
		for (const [name, field] of fields) {
			for (const value of badOf(field)) {
				expect(() => parseHostRequest({ ...plain, [name]: value })).toThrow(MalformedFrame);
			}
		}
	});

	it('is handed on with its own fields alone', () => {
		expect(parseHostRequest({ ...plain, policy: 'all', more: 1 })).toEqual(plain);
	});
});

describe('a request to nothing that there is', () => {
	it.each([null, 'read_file', {}, { op: 1 }, { op: 'toString' }, { op: '__proto__' }, { op: 'host_http' }])(
		'is refused: %j',
		(raw) => {
			expect(() => parseHostRequest(raw)).toThrow(MalformedFrame);
		},
	);
});
