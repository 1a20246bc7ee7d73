import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostStatus } from '../../src/shared/host/abi.ts';
import { hostFunctions } from '../../src/shared/host/functions.ts';
import { type HostFunctionName, hostFunctionNames, hostOps } from '../../src/shared/host/operations.ts';
import { powerNames, powers } from '../../src/shared/policy/powers.ts';

const root = resolve(import.meta.dirname, '../..');
const source = join(root, 'src');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const files = readdirSync(source, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
	.map((entry) => relative(source, join(entry.parentPath, entry.name)));

/** What a file does with names; what it says of them in comments is for people. */
function codeOf(file: string): string {
	return readFileSync(join(source, file), 'utf8')
		.replace(/\/\*[\s\S]*?\*\//g, '')
		.replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** The files whose code names one of these as a whole word, and stand at none of these places. */
function namedBy(names: readonly string[], places: readonly string[]): readonly string[] {
	const word = new RegExp(`(?<![\\w])(?:${names.join('|')})(?![\\w])`, 'g');
	return files
		.filter((file) => !places.some((place) => file.startsWith(place)))
		.flatMap((file) => [...new Set(codeOf(file).match(word) ?? [])].map((name) => `${file}: ${name}`));
}

describe('what is named in one place', () => {
	it('are the host functions: their table, what a guest calls, and their words', () => {
		const places = [
			'shared/host/functions.ts',
			'sandbox/imports/host-calls.ts',
			'sandbox/imports/host-imports.ts',
			'renderer/i18n/host-functions.ts',
		];
		expect(namedBy(hostFunctionNames, places)).toEqual([]);
		for (const place of places)
			expect(namedBy(hostFunctionNames, []).some((line) => line.startsWith(place))).toBe(true);
	});

	it('are the operations: their table, and the broker that does them', () => {
		// `http` alone is a word of many other things.
		const distinct = hostOps.filter((op) => op.includes('_'));
		expect(distinct.length).toBeGreaterThan(5);
		expect(namedBy(distinct, ['shared/host/', 'core/broker/'])).toEqual([]);
	});

	it('are the switches and lists of a policy: their table, and their words', () => {
		const names = powerNames.flatMap((power) => [powers[power].gate, powers[power].list]);
		// What older versions wrote of a rule is read as they wrote it, whatever the table says today.
		const places = ['shared/policy/powers.ts', 'core/store/runs/kind-of-rule.ts', 'renderer/i18n/'];
		expect(namedBy(names, places)).toEqual([]);
		expect(namedBy(names, ['core/store/runs/kind-of-rule.ts', 'renderer/']).length).toBe(names.length);
	});
});

interface Signature {
	readonly params: readonly string[];
	readonly results: readonly string[];
}

const signatures = hostFunctionNames.map((name): readonly [HostFunctionName, Signature] => {
	const { params, results } = hostFunctions[name];
	return [name, { params: [...params], results: [...results] }];
});

describe('the host functions of the AssemblyScript SDK', () => {
	const typeOf = (text: string): string => (text === 'usize' ? 'i32' : text);
	const declared = [
		...read('sdk/assemblyscript/assembly/env.ts').matchAll(/export declare function (\w+)\(([^)]*)\): (\w+);/g),
	].map(([, name, params = '', result = '']) => {
		const types = params.split(', ').filter((param) => param !== '');
		return [
			name,
			{
				params: types.map((param) => typeOf(param.split(': ')[1] ?? '')),
				results: result === 'void' ? [] : [typeOf(result)],
			},
		] as const;
	});

	it('are those of the table, with the same signatures', () => {
		expect(declared).toEqual(signatures);
	});

	it('are all called by its wrappers', () => {
		const wrappers = read('sdk/assemblyscript/assembly/host.ts');
		expect(hostFunctionNames.filter((name) => !wrappers.includes(`${name}(`))).toEqual([]);
	});

	it('fail with the numbers of the interface', () => {
		const numbers = [...read('sdk/assemblyscript/assembly/host.ts').matchAll(/export const \w+: i32 = (-\d+);/g)];
		const known = Object.values(hostStatus).filter((status) => status < 0);
		expect(numbers.map(([, number]) => Number(number)).toSorted()).toEqual([...known].toSorted());
	});
});

describe('the plugin interface as it is documented', () => {
	const page = read('docs/plugin-interface.md');
	const table = [...page.matchAll(/^\| `(host_\w+)` *\| (.+?) *\| (.+?) *\|$/gm)].map(
		([, name = '', signature = '', allowed = '']) => ({ name, signature, allowed }),
	);

	it('has the functions of the table, in its order', () => {
		expect(table.map(({ name }) => name)).toEqual(hostFunctionNames);
	});

	it('gives them the signatures that a module must import them with', () => {
		const documented = table.map(({ name, signature }) => {
			const [, params = '', result = ''] = /^`\(([^)]*)\)(?: -> (\w+))?`/.exec(signature) ?? [];
			const types = params.split(', ').filter((param) => param !== '');
			const results = result === '' ? [] : [result === 'result' || result === 'status' ? 'i32' : result];
			return [name, { params: types.map((param) => param.split(': ')[1] ?? 'i32'), results }];
		});
		expect(documented).toEqual(signatures);
	});

	it('says of each what of a policy decides on it', () => {
		let above = '';
		for (const { name, allowed } of table) {
			above = allowed.startsWith('as above') ? above : allowed;
			const { power } = hostFunctions[name as HostFunctionName];
			const needed = power === null ? 'always' : `\`${powers[power].gate}\`, \`${powers[power].list}\``;
			expect(`${name}: ${above}`).toContain(`${name}: ${needed}`);
		}
	});

	it('explains the entries of each list, and each number that a function fails with', () => {
		for (const power of powerNames) expect(page).toContain(`\n- \`${powers[power].list}\`: `);
		const [, numbers = ''] = /\n(Negative answers[^\n]*)\n/.exec(page) ?? [];
		for (const status of Object.values(hostStatus)) {
			if (status < 0) expect(numbers).toContain(`−${-status} `);
		}
	});
});
