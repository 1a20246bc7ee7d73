import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from '../../../../test/support/values/any-text.ts';
import { decodeUtf8, isUtf8 } from './utf8.ts';

const platform = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function expected(bytes: Uint8Array): string | null {
	try {
		return platform.decode(bytes);
	} catch {
		return null;
	}
}

function check(bytes: Uint8Array): void {
	const text = expected(bytes);
	expect(decodeUtf8(bytes)).toBe(text);
	expect(isUtf8(bytes)).toBe(text !== null);
}

it('decodes what the platform decodes, and refuses what it refuses', () => {
	fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), check), { numRuns: 5_000, seed: 1 });
	const text = anyText({ maxLength: 30 }).map((value) => new TextEncoder().encode(value));
	fc.assert(fc.property(text, check), { numRuns: 2_000, seed: 2 });
});

it.each([4_094, 4_095, 4_096, 4_097, 12_288])('is right around the end of a piece (%i letters before it)', (length) => {
	for (const last of ['', 'x', 'é', '€', '😀', '😀😀']) check(new TextEncoder().encode('a'.repeat(length) + last));
	check(Uint8Array.from([...new TextEncoder().encode('a'.repeat(length)), 0xf0, 0x9f, 0x98]));
});
