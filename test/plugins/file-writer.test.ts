import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, type GuestOptions, samplePlugin, toLines, vegaFile } from '../support/guests/guest-harness.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { tries } from '../support/values/tries.ts';

const scratch = scratchFolder();
const writer = samplePlugin('file-writer');
const csvSource = samplePlugin('csv-source');

function start(config: Record<string, JsonValue>, options: GuestOptions = {}): Guest {
	return Guest.start(writer, { folder: scratch.path, config, ...options });
}

function write(config: Record<string, JsonValue>, ...batches: readonly (readonly unknown[])[]): string {
	const guest = start(config);
	for (const batch of batches) guest.call('write_data', toLines(batch));
	guest.call('plugin_cleanup');
	return readFileSync(join(scratch.path, String(config['path'])), 'utf8');
}

describe('CSV', () => {
	it('writes a header from the first record and quotes what must be quoted', () => {
		expect(
			write({ path: 'a.csv' }, [
				{ name: 'Müller, Söhne', n: 1.5, ok: true, none: null, nested: { a: [1, 'x'] } },
				{ name: 'say "hi"\nthere', n: -2, ok: false, none: '', nested: [] },
			]),
		).toBe(
			'name,n,ok,none,nested\n"Müller, Söhne",1.5,true,,"{""a"":[1,""x""]}"\n"say ""hi""\nthere",-2,false,"","[]"\n',
		);
	});

	it('is read back by csv-source with the same types and values', () => {
		const value = fc.oneof(
			fc.string({ unit: 'grapheme', maxLength: 12 }),
			fc.integer(),
			fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }).map((n) => (n === 0 ? 0 : n)),
			fc.boolean(),
			fc.constantFrom(null, '', 'true', 'False', '12', ' x', '-', '.5', '-.5', '+1', '1e5', '=1+1', '\r', '"'),
		);
		fc.assert(
			fc.property(
				fc.array(fc.record({ a: value, 'b "c", d': value }), { minLength: 1, maxLength: 6 }),
				fc.constantFrom(',', ';', 'tab'),
				fc.constantFrom('lf', 'crlf'),
				(records, delimiter, lineEnd) => {
					write({ path: 'round.csv', delimiter, line_end: lineEnd }, records);
					const config = { path: 'round.csv', delimiter };
					expect(Guest.start(csvSource, { folder: scratch.path, config }).readAll()).toEqual(records);
				},
			),
			tries(300),
		);
	});

	it('puts fields into their columns whatever their order, and says when some have none', () => {
		const config = { path: 'c.csv', columns: ['b', 'a.x'] };
		const guest = start(config);
		guest.call('write_data', toLines([{ a: { x: 1 }, b: 2 }, { b: 3 }, { b: 4, c: 5 }, { b: 6, d: 7, e: 8 }]));
		guest.call('plugin_cleanup');
		expect(readFileSync(join(scratch.path, 'c.csv'), 'utf8')).toBe('b,a.x\n2,1\n3,\n4,\n6,\n');
		expect(guest.logs.filter(({ level }) => level === 'warn')).toHaveLength(2);
	});

	it('disarms formulas when asked to, and only text', () => {
		const records = [{ a: '=cmd()', b: '@x', c: '-1', d: -1, e: 'a=b' }];
		expect(write({ path: 'g.csv', guard_formulas: true }, records)).toBe(`a,b,c,d,e\n"'=cmd()","'@x","-1",-1,a=b\n`);
		expect(write({ path: 'g.csv' }, records)).toBe('a,b,c,d,e\n=cmd(),@x,"-1",-1,a=b\n');
	});

	it('writes header and byte order mark once, and neither when appending to a file that has content', () => {
		expect(write({ path: 'bom.csv', bom: true }, [{ a: 1 }], [{ a: 2 }])).toBe('\uFEFFa\n1\n2\n');
		expect(write({ path: 'bom.csv', bom: true, mode: 'append' }, [{ a: 3 }])).toBe('\uFEFFa\n1\n2\n3\n');
		expect(write({ path: 'new.csv', mode: 'append' }, [{ a: 3 }])).toBe('a\n3\n');
		expect(write({ path: 'only-header.csv', columns: ['a', 'b'] })).toBe('a,b\n');
		expect(write({ path: 'x.tsv', header: false }, [{ a: 1, b: 2 }])).toBe('1\t2\n');
	});

	it('refuses a record that has no fields, and keeps the batch out of the file', () => {
		const guest = start({ path: 'r.csv' });
		guest.call('write_data', toLines([{ a: 1 }]));
		expect(() => guest.call('write_data', toLines([{ a: 2 }, [3]]))).toThrow('record 3 is not an object');
		guest.call('plugin_cleanup');
		expect(readFileSync(join(scratch.path, 'r.csv'), 'utf8')).toBe('a\n1\n');
	});
});

describe('NDJSON', () => {
	it('writes records as they came, each on one line', () => {
		const guest = start({ path: 'n.ndjson' });
		guest.call('write_data', '{"a":1.50, "b":"\\u00e9"}\n\n[1]\n');
		guest.call('write_data', '{\n  "pretty": true\n}');
		guest.call('plugin_cleanup');
		expect(readFileSync(join(scratch.path, 'n.ndjson'), 'utf8')).toBe(
			'{"a":1.50, "b":"\\u00e9"}\n[1]\n{"pretty":true}\n',
		);
	});

	it('ends a last line that was never ended before it appends', () => {
		for (const size of [1, 2, 3, 4, 5, 100, 1000, 4096, 65_537]) {
			const before = `"${'x'.repeat(size)}"`;
			scratch.put('open.ndjson', before);
			expect(write({ path: 'open.ndjson', mode: 'append' }, [{ a: 1 }])).toBe(`${before}\n{"a":1}\n`);
			expect(write({ path: 'open.ndjson', mode: 'append' }, [2])).toBe(`${before}\n{"a":1}\n2\n`);
		}
	});
});

describe('files', () => {
	it('replaces a small file in one step at the end, and not before', () => {
		scratch.put('keep.ndjson', 'old\n');
		const guest = start({ path: 'keep.ndjson' });
		guest.call('write_data', toLines([{ a: 1 }]));
		expect(readFileSync(join(scratch.path, 'keep.ndjson'), 'utf8')).toBe('old\n');
		guest.call('plugin_cleanup');
		expect(guest.writes).toEqual([{ path: 'keep.ndjson', bytes: 8, mode: 0 }]);
	});

	it('writes a large file in pieces that end with whole records, with bounded memory', () => {
		const text = readFileSync(vegaFile('flights-200k.json'), 'utf8');
		const lines = (JSON.parse(text) as unknown[]).map((record) => `${JSON.stringify(record)}\n`);
		const guest = start({ path: 'flights.ndjson' });
		for (let at = 0; at < lines.length; at += 1000) guest.call('write_data', lines.slice(at, at + 1000).join(''));
		guest.call('plugin_cleanup');
		expect(readFileSync(join(scratch.path, 'flights.ndjson'), 'utf8')).toBe(lines.join(''));
		expect(guest.writes.map(({ mode }) => mode)).toEqual([0, ...guest.writes.slice(1).map(() => 1)]);
		expect(guest.writes.length).toBeGreaterThan(3);
		expect(guest.memorySize).toBeLessThan(32 * 1024 * 1024);
		expect(guest.logs.at(-1)?.message).toContain('wrote 200000 records');
	});

	it('fails the call whose write fails, names the file, and writes nothing after it', () => {
		let writes = 0;
		const guest = start({ path: 'full.ndjson' }, { fileStatus: (_, op) => (op === 'write' && ++writes > 1 ? -28 : 0) });
		const batch = toLines(Array.from({ length: 1000 }, (_, n) => ({ n, text: 'x'.repeat(1500) })));
		expect(() => {
			for (let n = 0; n < 10; n++) guest.call('write_data', batch);
		}).toThrow('cannot write full.ndjson: no space left');
		expect(() => guest.call('write_data', batch)).toThrow('no space left');
		expect(() => guest.call('plugin_cleanup')).toThrow('no space left');
		expect(writes).toBe(2);
		expect(readFileSync(join(scratch.path, 'full.ndjson'), 'utf8').endsWith('}\n')).toBe(true);
	});

	it('names what is missing or refused in its configuration', () => {
		expect(() => start({})).toThrow('config.path is missing');
		expect(() => start({ path: 'x', mode: 'rename' })).toThrow(
			'config.mode must be one of replace, append, found "rename"',
		);
		const guest = start({ path: 'no.csv' }, { fileStatus: () => -13 });
		guest.call('write_data', '{"a":1}');
		expect(() => guest.call('plugin_cleanup')).toThrow(/cannot write no\.csv: not permitted; .*allowed_paths/);
		expect(() => start({ path: 'no.csv', mode: 'append' }, { fileStatus: () => -13 })).toThrow('not permitted');
	});
});
