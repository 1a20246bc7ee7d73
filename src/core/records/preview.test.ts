import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PreviewCollector } from './preview.ts';

describe('a preview', () => {
	it('keeps whole characters of what fits and counts all of it', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
				fc.integer({ min: 1, max: 40 }),
				(text, limit) => {
					const collector = new PreviewCollector(limit);
					const bytes = Buffer.from(text);
					for (let at = 0; at < bytes.length; at += 7) collector.add(bytes.subarray(at, at + 7));
					const preview = collector.result();
					expect(preview?.bytes).toBe(bytes.length);
					expect(preview?.truncated).toBe(bytes.length > limit);
					expect(preview?.form).toBe('text');
					expect(
						Buffer.from(text)
							.toString()
							.startsWith(preview?.text ?? '?'),
					).toBe(true);
				},
			),
		);
	});

	it('keeps bytes that are no text as base64', () => {
		const collector = new PreviewCollector(10);
		collector.add(Uint8Array.of(0xff, 0xfe, 0));
		expect(collector.result()).toEqual({ text: '//4A', bytes: 3, truncated: false, form: 'base64' });
	});

	it('keeps nothing when it is turned off', () => {
		const collector = new PreviewCollector(0);
		collector.add(Buffer.from('secret'));
		expect(collector.result()).toBeNull();
	});
});
