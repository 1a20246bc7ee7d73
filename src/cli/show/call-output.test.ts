import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64, listOf } from './call-output.ts';

async function* pieces<T extends { slice(from: number, to: number): T; readonly length: number }>(
	whole: T,
	size: number,
): AsyncGenerator<T> {
	for (let at = 0; at < whole.length; at += size) yield whole.slice(at, at + size);
}

async function joined(parts: AsyncIterable<string>): Promise<string> {
	let text = '';
	for await (const part of parts) text += part;
	return text;
}

describe('a large output on the command line', () => {
	it('of lines is the list of them, wherever its pieces end and whatever blank lines are between', async () => {
		const line = fc.oneof(fc.json(), fc.constantFrom('', ' ', '\t\r', '"  spaces  "', '" "'));
		await fc.assert(
			fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
				const expected = lines.filter((one) => one.trim() !== '').map((one) => JSON.parse(one));
				const written = await joined(listOf(pieces(lines.join('\n'), size)));
				expect(JSON.parse(written)).toEqual(expected);
			}),
		);
	});

	it('of bytes is their base64, wherever its pieces end', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array(), fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
				expect(await joined(base64(pieces(bytes, size)))).toBe(Buffer.from(bytes).toString('base64'));
			}),
		);
	});
});
