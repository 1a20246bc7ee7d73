import { describe, expect, it } from 'vitest';
import type { IndexedVersion } from '../../shared/api/package-index.ts';
import { lockedDown } from '../../shared/policy/security-policy.ts';
import { isFor, newestFirst, readVersions } from './offered-versions.ts';

const versionOf = (version: string, more: Partial<IndexedVersion> = {}): IndexedVersion => ({
	...{ version, file: 'a.dfplugin', sha256: 'a'.repeat(64), size: 1, type: 'filter', asks: lockedDown },
	...more,
});
const namesOf = (versions: readonly IndexedVersion[]) => newestFirst(versions).map(({ version }) => version);

describe('versions of a source', () => {
	it('stand newest first, what is no semantic version behind them as it stood', () => {
		const said = ['spring', '1.2.0', '1.10.0', 'autumn', '1.10.0-beta.11', '1.10.0-beta.2', '2.0.0+b', '2.0.0+c'];
		const wanted = ['2.0.0+b', '2.0.0+c', '1.10.0', '1.10.0-beta.11', '1.10.0-beta.2', '1.2.0', 'spring', 'autumn'];
		expect(namesOf(said.map((version) => versionOf(version)))).toEqual(wanted);
	});

	it('are put in order once', async () => {
		const versions = [versionOf('1.0.0'), versionOf('2.0.0')];
		await readVersions({ plugins: [{ name: 'tool', versions }] }, '2.0.0');
		expect(newestFirst(versions)).toBe(newestFirst(versions));
		expect(versions.map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
	});

	it('are for the program that they name, whichever asks', () => {
		const version = versionOf('1.0.0', { host: '^3.0.0' });
		expect(isFor({ name: 'tool' }, version, '3.1.0')).toBe(true);
		expect(isFor({ name: 'tool' }, version, '2.0.0')).toBe(false);
		expect(isFor({ name: 'tool' }, version, '3.1.0')).toBe(true);
		expect(isFor({ name: 'tool' }, versionOf('1.0.0', { abi_version: 2 }), '3.1.0')).toBe(false);
	});
});
