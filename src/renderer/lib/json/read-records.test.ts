import { describe, expect, it } from 'vitest';
import { MAX_READ, prettyJson, readRecords } from './read-records.ts';

describe('records of a text', () => {
	it('are the objects of a JSON list, with every column that one of them has', () => {
		const table = readRecords('[{"a":1},{"b":"x","a":2}]', false);
		expect(table).toMatchObject({ columns: ['a', 'b'], rows: [{ a: 1 }, { b: 'x', a: 2 }], hidden: 0 });
		expect([...(table?.numeric ?? [])]).toEqual(['a']);
	});

	it('are the lines of NDJSON, without the last one where the text was cut', () => {
		expect(readRecords('{"a":1}\n{"a":2}\n{"a', true)?.rows).toEqual([{ a: 1 }, { a: 2 }]);
		expect(readRecords('{"a":1}\n\n{"a":2}\n', false)?.rows).toEqual([{ a: 1 }, { a: 2 }]);
	});

	it('are the elements of a JSON list up to the last whole one where the text was cut', () => {
		const list = '[ {"a":"],["}, {"a":"\\",{"},{"a":[{"b":1}]},{"a"';
		expect(readRecords(list, true)?.rows).toEqual([{ a: '],[' }, { a: '",{' }, { a: [{ b: 1 }] }]);
		expect(readRecords(list, false)).toBeNull();
		expect(readRecords('[{"a":1', true)).toBeNull();
	});

	it('are one row for one object', () => {
		expect(readRecords('{"a":1}', false)?.rows).toEqual([{ a: 1 }]);
	});

	it('show the digits of numbers that JavaScript would make others of', () => {
		const table = readRecords('[{"id":12345678901234567891,"n":1},{"id":5,"n":-0}]', false);
		expect(table?.rows).toEqual([
			{ id: '12345678901234567891', n: 1 },
			{ id: 5, n: '-0' },
		]);
		expect(readRecords('{"id":1e400}\n{"id":1}\n', false)?.rows).toEqual([{ id: '1e400' }, { id: 1 }]);
	});

	it('are none where the text holds something else', () => {
		for (const text of ['', '[]', '3', '[1,2]', 'name,age\n1,2', '{"a":1}\n{"a']) {
			expect(readRecords(text, false)).toBeNull();
		}
	});

	it('are read from the beginning alone of a huge text', () => {
		const line = `{"a":"${'x'.repeat(1000)}"}\n`;
		const table = readRecords(line.repeat(50_000), false);
		expect(table?.rows.length).toBe(Math.floor(MAX_READ / line.length));
	});

	it('have at most forty columns, and say how many are left out', () => {
		const record = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`c${index}`, index]));
		expect(readRecords(JSON.stringify(record), false)).toMatchObject({ hidden: 10 });
	});
});

describe('indented JSON', () => {
	it('is what the text means, and nothing for what is not JSON', () => {
		expect(prettyJson('{"a":[9007199254740993,-0]}')).toBe('{\n  "a": [\n    9007199254740993,\n    -0\n  ]\n}');
		expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
		expect(prettyJson('{"a":1}\n{"a":2}')).toBeNull();
	});
});
