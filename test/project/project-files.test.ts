import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
const zones = readdirSync(join(root, 'src')).map((name) => `src/${name}`);

interface Project {
	readonly extends?: string;
	readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

describe('what a folder may assume', () => {
	it('is said in the folder, and checked from the top', () => {
		const { references } = read('tsconfig.json') as { readonly references: readonly { readonly path: string }[] };
		const checked = references.map(({ path }) => path.replace('./', ''));
		for (const folder of [...zones, 'test', 'test/e2e', 'scripts', 'bench']) {
			expect(existsSync(join(root, folder, 'tsconfig.json')), folder).toBe(true);
			expect(checked, folder).toContain(folder);
		}
		for (const path of checked) expect(existsSync(join(root, path)), path).toBe(true);
	});

	it('is the same strictness everywhere: no zone takes any of it back', () => {
		const strict = Object.keys((read('tsconfig.base.json') as Project).compilerOptions ?? {});
		for (const zone of zones) {
			const project = read(`${zone}/tsconfig.json`) as Project;
			expect(project.extends, zone).toBe('../../tsconfig.base.json');
			const own = Object.keys(project.compilerOptions ?? {}).filter((option) => strict.includes(option));
			expect(
				own.filter((option) => !['lib', 'types', 'module', 'moduleResolution'].includes(option)),
				zone,
			).toEqual([]);
		}
	});

	it('is neither a page nor Node for the contract, and no Node for the page', () => {
		expect((read('src/shared/tsconfig.json') as Project).compilerOptions).toBeUndefined();
		expect((read('tsconfig.base.json') as Project).compilerOptions).toMatchObject({ lib: ['ES2024'], types: [] });
		expect((read('src/renderer/tsconfig.json') as Project).compilerOptions).toMatchObject({ types: [] });
	});
});

describe('the scripts', () => {
	const scripts = join(root, 'scripts');

	it('have a folder each, with the entry that npm runs', () => {
		const { scripts: commands } = read('package.json') as { readonly scripts: Readonly<Record<string, string>> };
		const entries = Object.values(commands).flatMap((command) => command.match(/scripts\/[\w/-]+\.ts/g) ?? []);
		expect(entries.length).toBeGreaterThan(10);
		for (const entry of entries) {
			expect(entry).toMatch(/\/main\.ts$/);
			expect(existsSync(join(root, entry)), entry).toBe(true);
		}
		const loose = readdirSync(scripts, { withFileTypes: true }).filter((entry) => !entry.isDirectory());
		expect(loose.map(({ name }) => name)).toEqual(['tsconfig.json']);
	});

	it('are never more than a screen of names', () => {
		const folders = readdirSync(scripts, { recursive: true, withFileTypes: true }).filter((entry) =>
			entry.isDirectory(),
		);
		for (const folder of [scripts, ...folders.map(({ parentPath, name }) => join(parentPath, name))]) {
			expect(readdirSync(folder).length, folder).toBeLessThanOrEqual(15);
		}
	});
});
