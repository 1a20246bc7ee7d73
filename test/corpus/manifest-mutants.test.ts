import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorCodes, type WireError } from '../../src/shared/errors/errors.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

const vowels = readFileSync(resolve(import.meta.dirname, '../../examples/extism/count-vowels/count_vowels.wasm'));

let scratch: ScratchCore;
let folder: string;
beforeAll(async () => {
	scratch = await scratchCore();
	folder = join(scratch.folder, 'mutants');
	mkdirSync(folder);
	writeFileSync(join(folder, 'count_vowels.wasm'), vowels);
});
afterAll(() => scratch.dispose());

const manifests = {
	'extism.json': {
		wasm: [
			{ path: 'count_vowels.wasm', name: 'main' },
			{ name: 'other', data: vowels.toString('base64') },
		],
		memory: { max_pages: 100, max_var_bytes: 10_000 },
		timeout_ms: 1_000,
		allowed_hosts: ['*.example.com'],
		allowed_paths: { 'ro:/srv': '/data' },
		config: { key: 'value' },
		dataflare: { type: 'processor', encoding: 'json', functions: { process_data: 'count_vowels' } },
	},
	'plugin.json': {
		name: 'mutant',
		type: 'processor',
		module_path: './count_vowels.wasm',
		extism: { functions: { process_data: 'count_vowels' }, paths: { '/srv': '/data' } },
		config: { deep: [{ a: [1, 2, { b: null }] }] },
		security_policy: { allow_file_system: true, allowed_paths: ['./data/'], max_memory: 1_048_576 },
	},
} as const;

/** What a text is given in one place: no JSON, other JSON, numbers of any size, names of objects, what is not seen. */
const pieces = [
	...['', '{', ']', '"', ',', ':', '\\', '\0', '\u001b[2J', '\u202e', '\ud800', '1e999', '-0', '9007199254740993'],
	...['null', '[]', '{}', 'true', '"__proto__":{}', '"wasm":', '"../../../etc/passwd"', '"file:///etc/passwd"'],
	...['['.repeat(10_000), '{"a":'.repeat(5_000), `"${'x'.repeat(100_000)}"`, '"\\ud800"', '"\\u0000"'],
];

const change = fc.record({
	at: fc.noBias(fc.nat(9_999)),
	gone: fc.nat(40),
	piece: fc.constantFrom(...pieces),
});

function changed(text: string, changes: readonly { at: number; gone: number; piece: string }[]): string {
	return changes.reduce((now, { at, gone, piece }) => {
		const place = Math.floor((at / 10_000) * now.length);
		return now.slice(0, place) + piece + now.slice(place + gone);
	}, text);
}

function faultOf({ code, message, hint = '' }: Pick<WireError, 'code' | 'message' | 'hint'>): string | null {
	if (!errorCodes.includes(code)) return `an unknown code ${code}`;
	if (!/\w \w/.test(message)) return `no sentence: ${message}`;
	if (message.length > 5_000) return `a sentence of ${message.length} characters`;
	return /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(message + hint) ? `not all is seen of ${JSON.stringify(message)}` : null;
}

it.each(Object.keys(manifests) as (keyof typeof manifests)[])(
	'mutants of %s are read or refused with a sentence',
	async (name) => {
		const text = JSON.stringify(manifests[name], null, '\t');
		const path = join(folder, name);
		const counts = { read: 0, refused: 0 };
		await fc.assert(
			fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
				writeFileSync(path, changed(text, changes));
				const answer = await scratch.core().request('plugins.inspect', { target: path });
				if (answer.ok) counts.read += 1;
				else counts.refused += 1;
				const told = answer.ok ? answer.data.analysis.problems : [answer.error];
				expect(told.map(faultOf).filter((fault) => fault !== null)).toEqual([]);
			}),
			{ numRuns: 150, seed: 7 },
		);
		expect(counts.refused).toBeGreaterThan(50);
		expect(counts.read).toBeGreaterThan(0);
	},
);
