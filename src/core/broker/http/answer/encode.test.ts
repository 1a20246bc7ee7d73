import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from '../../../../../test/support/values/any-text.ts';
import { PIECE_BYTES } from '../pieces.ts';
import { encodeResponse } from './encode.ts';

const { signal } = new AbortController();

async function decoded(body: Buffer, maxBytes = 16 * 1024 * 1024): Promise<{ body?: string; body_base64?: string }> {
	const encoded = await encodeResponse({ status: 200, headers: { a: ['1', '2'] }, body }, maxBytes, signal);
	const { status, headers, ...rest } = JSON.parse(Buffer.from(encoded).toString());
	expect({ status, headers }).toEqual({ status: 200, headers: { a: '1, 2' } });
	return rest;
}

it('a response reaches the guest as it came: text as text, anything else in base64', async () => {
	const bodies = fc.oneof(anyText().map(Buffer.from), fc.uint8Array().map(Buffer.from));
	await fc.assert(
		fc.asyncProperty(bodies, async (body) => {
			const { body: text, body_base64 } = await decoded(body);
			expect(Buffer.from(text ?? body_base64 ?? '', text === undefined ? 'base64' : 'utf8').equals(body)).toBe(true);
		}),
		{ numRuns: 100, seed: 3 },
	);
});

it.each(['日本', 'é', '𝄞x', '\u0001"\\', 'plain'])(
	'a long one of %j is made in pieces that part no character',
	async (unit) => {
		const body = Buffer.from(unit.repeat(Math.ceil((2.5 * PIECE_BYTES) / Buffer.byteLength(unit))));
		let turns = 0;
		let over = false;
		const next = (): void => {
			turns += 1;
			if (!over) setImmediate(next);
		};
		setImmediate(next);
		const { body: text } = await decoded(body);
		over = true;
		expect(text === body.toString()).toBe(true);
		expect(turns).toBeGreaterThanOrEqual(2);
	},
);

it('bytes are made in pieces as well, and text that would grow too much goes as base64', async () => {
	const bytes = Buffer.alloc(2 * PIECE_BYTES + 1, 0xff);
	expect((await decoded(bytes)).body_base64 === bytes.toString('base64')).toBe(true);
	const controls = Buffer.alloc(3 * PIECE_BYTES, 1);
	expect(await decoded(controls, 3 * PIECE_BYTES)).toEqual({ body_base64: controls.toString('base64') });
});
