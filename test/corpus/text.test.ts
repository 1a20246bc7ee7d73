import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { safeJson, safeLine, safeLines, safeOutput, safeText } from '../../src/cli/text/safe-text.ts';
import { csvCell } from '../../src/core/runs/history/csv-cell.ts';
import { textCases } from './cases/text.ts';

/** Whatever a terminal or a reader could obey: controls but tab and line feed, and the bidirectional ones. */
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

it.each(textCases)('text that $what is printed and not obeyed', async ({ text }) => {
	expect(safeText(text)).not.toMatch(obeyed);
	expect(safeLine(text)).not.toMatch(/[\n\t]/);
	expect(safeLine(text)).not.toMatch(obeyed);
	const json = safeJson({ text, [text]: text });
	expect(json).not.toMatch(obeyed);
	expect(JSON.parse(json)).toEqual({ text, [text]: text });
	let printed = '';
	const terminal = new Writable({
		write(chunk: Buffer, _encoding, done) {
			printed += chunk.toString();
			done();
		},
	});
	const output = safeOutput(terminal);
	// Byte by byte: an escape that is cut in two is one all the same.
	for (const byte of Buffer.from(text)) await new Promise((done) => output.write(Uint8Array.of(byte), done));
	expect(printed).not.toMatch(obeyed);
});

it.each(textCases)('text that $what keeps to its line of a terminal', ({ text }) => {
	for (const columns of [null, 80, 20]) {
		const [first, ...more] = safeLines(`error[plugin]: ${text}`, columns).split('\n');
		expect(first).toMatch(/^error/);
		for (const line of more) expect(line).toMatch(/^ {2}\| /);
	}
});

it.each(textCases)('text that $what is a cell of its own, and no formula whatever parts the cells', ({ text }) => {
	const cell = csvCell(text);
	const inside = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
	expect(inside).not.toMatch(/^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/);
	expect(inside).not.toMatch(/[;,|\t\r\n"]\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/);
	// Nothing but apostrophes came to it.
	expect(inside.replaceAll("'", '')).toBe(text.replaceAll("'", ''));
	expect(/^[^",\r\n]*$|^"(?:[^"]|"")*"$/.test(cell)).toBe(true);
});
