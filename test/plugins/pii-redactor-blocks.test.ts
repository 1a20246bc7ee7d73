import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileModule } from '../../scripts/build-plugins/compile-plugin.ts';
import { Guest, samplePlugin } from '../support/guests/guest-harness.ts';
import { tries } from '../support/values/tries.ts';

let probe: Guest;
const encoder = new TextEncoder();

beforeAll(async () => {
	const module = await compileModule('examples/pii-redactor/probe/index.ts');
	probe = new Guest(new WebAssembly.Module(Uint8Array.from(module)));
});

/** Texts of everything that is looked for, between what is not, at every distance from each other. */
const piece = fc.oneof(
	fc.stringMatching(/^[0-9]{1,12}$/),
	fc.constantFrom(
		...[
			'٣',
			'۴',
			'५',
			'６',
			'＠',
			'＋',
			'（',
			'）',
			'！',
			'，',
			'。',
			'@',
			'%',
			'%40',
			'(at)',
			'[ at ]',
			'<a',
			'{@',
			'\\',
		],
		...['(', '<', '[', '{', '+', '-', '.', '/', ',', ':', '_', '\t', '\u00a0', '\u200b', '"'],
		...['السلام', 'نمस', 'नमस्ते', '例子', 'テスト', '한국', 'é', '😀', 'ï', 'Ə', 'ࠀ'],
	),
	fc.constantFrom('bob@example.com', '+49 30 1234567', '4111 1111 1111 1111', '2023-05-12 10:30', 'x%40example.org'),
	fc.stringMatching(/^(%[0-9a-fA-F]{2}){1,4}$/),
	fc.nat(20).map((length) => 'a'.repeat(length)),
	fc.nat(4).map((length) => ' '.repeat(length)),
);
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

function words(fn: string, input: string): readonly number[] {
	const { bytes } = probe.callBytes(fn, encoder.encode(input));
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	return Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

/** Offsets in UTF-8 of digits that are not ASCII, and of full-width signs: the letters beside them begin with the same bytes. */
function folded(input: string): ReadonlySet<number> {
	const found = new Set<number>();
	let at = 0;
	for (const character of input) {
		if (/[٠-٩۰-۹०-९０-９＠＋（]/.test(character)) found.add(at);
		at += encoder.encode(character).length;
	}
	return found;
}

describe('looking at sixteen bytes at once', () => {
	it('tells the same texts apart as looking at each', () => {
		fc.assert(
			fc.property(text, (input) => {
				const [blocks, singly] = probe.callBytes('may_hold', encoder.encode(input)).bytes;
				expect({ input, holds: blocks }).toEqual({ input, holds: singly });
			}),
			tries(4000),
		);
	});

	it('passes over nothing that is of interest, and over all of a text without it', () => {
		const FOLDED = 5;
		fc.assert(
			fc.property(text, (input) => {
				const marks = probe.callBytes('marks_of', encoder.encode(input)).bytes;
				const signs = folded(input);
				const isOfInterest = (at: number) => marks[at] !== 0 && (marks[at] !== FOLDED || signs.has(at));
				const passed = words('next_marks', input).flatMap((found, from) =>
					Array.from({ length: Math.max(found - from, 0) }, (_, index) => from + index).filter(isOfInterest),
				);
				expect({ input, passed }).toEqual({ input, passed: [] });
			}),
			tries(1500),
		);
		for (const plain of [
			'a line without anything in it, of some length',
			'今天天气很好，我们去公园！',
			'السلام عليكم',
			'नमस्ते दुनिया',
		]) {
			expect(words('next_marks', plain)[0]).toBe(encoder.encode(plain).length);
		}
	});

	it('finds the same ends of short runs of digits', () => {
		fc.assert(
			fc.property(text, (input) => {
				const ends = words('short_runs', input);
				for (let index = 0; index < ends.length; index += 2) expect(ends[index]).toBe(ends[index + 1]);
			}),
			tries(4000),
		);
	});
});

describe('a text that is replaced where it stands', () => {
	it('becomes the same as one with escapes, which is decoded first', () => {
		const configs = [{}, { email: 'hash', phone: 'hash', card: 'hash', salt: 'pepper' }] as const;
		for (const config of configs) {
			const guest = Guest.start(samplePlugin('pii-redactor'), { config });
			const redact = (json: string): unknown =>
				(JSON.parse(guest.call('process_data', `{"text":${json}}\n`).text) as { readonly text: string }).text;
			fc.assert(
				fc.property(text, (input) => {
					const plain = JSON.stringify(`x ${input}`);
					expect(redact(plain)).toBe(redact(plain.replace('"x', '"\\u0078')));
				}),
				tries(2000),
			);
		}
	});

	it('stays JSON where a link hides what JSON escapes', () => {
		const guest = Guest.start(samplePlugin('pii-redactor'));
		for (const first of ['%22', '%5c', '%0a', '%01', '%41']) {
			const { text: line } = guest.call('process_data', `{"text":"to ${first}x%40example.com"}\n`);
			const { text } = JSON.parse(line) as { readonly text: string };
			// What is no part of an address stays as it was written.
			expect([`to ${first}x***@***.com`, `to ${decodeURIComponent(first)}***@***.com`]).toContain(text);
		}
	});
});
