import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { licencesPage, permissive, shippedLicences } from './licences-page.ts';
import { lockedPackages, nameAt, root } from './lock-file.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	readonly dependencies: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
	readonly allowScripts: Readonly<Record<string, boolean>>;
};

describe('dependencies', () => {
	it('are named by exact versions, and locked by the hash of their content', () => {
		for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
			expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
		}
		for (const [place, { resolved, integrity, inBundle }] of lockedPackages()) {
			// Comes inside another package, under that one's hash.
			if (inBundle === true) continue;
			expect(resolved ?? 'the registry', place).toMatch(/^https:\/\/registry\.npmjs\.org\/|^the registry$/);
			expect(integrity, place).toMatch(/^sha512-/);
		}
	});

	it('run no install script but the ones that package.json decides on, and it allows one', () => {
		const scripted = [...lockedPackages()].filter(([, { hasInstallScript }]) => hasInstallScript === true);
		for (const [place] of scripted) expect(Object.keys(manifest.allowScripts), place).toContain(nameAt(place));
		expect(Object.entries(manifest.allowScripts).filter(([, allowed]) => allowed)).toEqual([['node', true]]);
	});

	it('that are shipped have permissive licences, and are listed as they are (`npm run licences`)', () => {
		const licences = shippedLicences();
		expect(licences.length).toBeGreaterThan(30);
		for (const { name, licence } of licences) {
			const allowed = licence
				.replaceAll(/[()]/g, '')
				.split(' OR ')
				.some((each) => permissive.has(each));
			expect(allowed, `${name} (${licence})`).toBe(true);
		}
		const page = join(root, 'THIRD-PARTY-LICENSES.md');
		expect(existsSync(page) ? readFileSync(page, 'utf8') : '').toBe(licencesPage());
	});
});
