import { describe, expect, it } from 'vitest';
import { MAX_ERROR_BYTES, shortError } from './short-error.ts';

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

describe('why a record was set aside', () => {
	it('stays as it is where it is short', () => {
		const error = { code: 'plugin_execution', message: 'no', details: { reason: 'gave_up', list: [1] } } as const;
		expect(shortError(error)).toBe(error);
	});

	it('is cut where a plugin says much, and says what it is still', () => {
		for (const letter of ['x', '\n', '\u0001', '\ud83d\ude00', '\u7532']) {
			const said = letter.repeat(8_000);
			const details = { reason: 'gave_up', function: 'filter_data', status: -5, lastError: said, said: true };
			const error = { code: 'plugin_execution', message: said, hint: said, details, origin: 'guest' } as const;
			const short = shortError(error);
			expect(sizeOf(short), JSON.stringify(letter)).toBeLessThanOrEqual(MAX_ERROR_BYTES);
			expect(short).toMatchObject({
				code: 'plugin_execution',
				origin: 'guest',
				details: { reason: 'gave_up', function: 'filter_data', status: -5, said: true },
			});
			expect(short.message.startsWith(letter)).toBe(true);
		}
	});

	it('keeps no list and no long tail of facts', () => {
		const facts = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`fact${n}`, 'x'.repeat(50)]));
		const error = {
			code: 'runtime',
			message: 'm',
			details: { reason: 'gave_up', all: ['y'.repeat(900)], ...facts },
		} as const;
		expect(shortError(error)).toEqual({ code: 'runtime', message: 'm', details: { reason: 'gave_up' } });
	});
});
