import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64, toHex } from './bytes-text.ts';
import { type byteForms, callInputOf, decode, draftOfSaved, inputProblems, savedInput } from './call-input.ts';

const draft = (text: string, form: (typeof byteForms)[number] = 'text') => ({ text, form });

describe('what is written for a call', () => {
	it('of NDJSON is one JSON text or a record per line; each wrong line is named', () => {
		expect(inputProblems(draft('{\n "a": 1\n}'), 'ndjson')).toEqual([]);
		expect(inputProblems(draft('{"a":1}\n\n{"a":2}\n'), 'ndjson')).toEqual([]);
		expect(inputProblems(draft('{"a":1}\n{"a":}\noops'), 'ndjson')).toMatchObject([
			{ line: 2, column: 6, code: 'unexpected', text: '}' },
			{ line: 3, column: 1, code: 'unexpected', text: 'o' },
		]);
	});

	it('of bytes is hexadecimal digits or base64 with room between them, and nothing else', () => {
		expect(inputProblems(draft('00 ff\n0A', 'hex'), 'bytes')).toEqual([]);
		expect(callInputOf(draft('00 ff\n0A', 'hex'), 'bytes')).toEqual({ inputBase64: 'AP8K' });
		expect(inputProblems(draft('00\n0x', 'hex'), 'bytes')).toMatchObject([{ line: 2, column: 2, text: 'x' }]);
		expect(inputProblems(draft('000', 'hex'), 'bytes')).toMatchObject([{ code: 'hex' }]);
		expect(inputProblems(draft('AP8K', 'base64'), 'bytes')).toEqual([]);
		expect(inputProblems(draft('A', 'base64'), 'bytes')).toMatchObject([{ code: 'base64' }]);
	});

	it('is no input where it is empty', () => {
		expect(callInputOf(draft('  \n'), 'json')).toEqual({});
		expect(callInputOf(draft(''), 'bytes')).toEqual({});
		expect(savedInput(draft(''), 'json')).toBeNull();
	});

	it('is the same again after it was saved, to the byte', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1 }), fc.constantFrom('hex', 'base64'), (bytes, form) => {
				const written = draft(form === 'hex' ? toHex(bytes) : toBase64(bytes), form as 'hex' | 'base64');
				const again = draftOfSaved(savedInput(written, 'bytes'), 'bytes');
				expect(decode(again.text, again.form)).toEqual(bytes);
			}),
		);
		fc.assert(
			fc.property(fc.string({ minLength: 1 }), fc.boolean(), (text, tricky) => {
				const written = draft(tricky ? `data:;base64,${text}` : text);
				const again = draftOfSaved(savedInput(written, 'bytes'), 'bytes');
				expect(decode(again.text, again.form)).toEqual(new TextEncoder().encode(written.text));
			}),
		);
	});
});
