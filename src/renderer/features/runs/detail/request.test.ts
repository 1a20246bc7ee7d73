import { describe, expect, it } from 'vitest';
import { inputOf, placeOf } from './request.ts';

const preview = (text: string, change: object = {}) => ({
	text,
	bytes: text.length,
	truncated: false,
	form: 'text' as const,
	...change,
});

describe('the input of a recorded call', () => {
	it('is what was kept, and a JSON list where several records were', () => {
		expect(inputOf({ inputPreview: preview('{"a":1}\n'), bytesIn: 8 })).toEqual({ kind: 'text', text: '{"a":1}' });
		const several = inputOf({ inputPreview: preview('{"a":1}\n{"a":2}\n'), bytesIn: 16 });
		expect(several.kind === 'text' && JSON.parse(several.text)).toEqual([{ a: 1 }, { a: 2 }]);
	});

	it('stays as it is where its lines are no JSON', () => {
		expect(inputOf({ inputPreview: preview('a\nb'), bytesIn: 3 })).toEqual({ kind: 'text', text: 'a\nb' });
	});

	it('is lost where only its beginning was kept, or nothing of it', () => {
		expect(inputOf({ inputPreview: preview('{"a', { truncated: true }), bytesIn: 900 }).kind).toBe('lost');
		expect(inputOf({ inputPreview: null, bytesIn: 9 })).toEqual({ kind: 'lost', beginning: '' });
	});

	it('is none where none was given, and bytes where it is no text', () => {
		expect(inputOf({ inputPreview: null, bytesIn: 0 })).toEqual({ kind: 'none' });
		const binary = inputOf({ inputPreview: preview('AAEC', { form: 'base64' }), bytesIn: 3 });
		expect(binary).toEqual({ kind: 'base64', base64: 'AAEC' });
	});
});

describe('a recorded place', () => {
	it('has a path where it is a file, none where it was a stream, and is null where there was none', () => {
		expect(placeOf({ kind: 'file', path: '/x' })).toEqual({ path: '/x' });
		expect(placeOf({ kind: 'stream', id: '1' })).toEqual({ path: null });
		expect(placeOf(null)).toBeNull();
	});
});
