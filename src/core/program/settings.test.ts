import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../../test/support/scratch/scratch.ts';
import { settingNames } from '../../shared/api/settings.ts';
import type { JsonValue } from '../../shared/errors/errors.ts';
import { openStore } from '../store/open-store.ts';
import { readSetting, readSettings, retentionOf, writeSetting } from './settings.ts';

const folder = scratchFolder();
let files = 0;
const withStore = (work: (store: ReturnType<typeof openStore>) => void): void => {
	const store = openStore({ file: `${folder.path}/${files++}.db` });
	try {
		work(store);
	} finally {
		store.close();
	}
};

describe('settings', () => {
	it('have a default each, keep what is set, and are read together', () => {
		withStore(({ settings }) => {
			expect(Object.keys(readSettings(settings))).toEqual(settingNames);
			expect(readSetting(settings, 'language')).toBe('system');
			writeSetting(settings, 'language', 'zh-CN');
			writeSetting(settings, 'previews', false);
			expect(readSettings(settings)).toMatchObject({ language: 'zh-CN', previews: false, theme: 'system' });
		});
	});

	it('refuse keys and values that do not exist, by name, and keep what was there', () => {
		withStore(({ settings }) => {
			const attempts: readonly (readonly [string, JsonValue, string, string])[] = [
				['colour', 'red', 'not_found', 'colour'],
				['toString', 1, 'not_found', 'toString'],
				['theme', 'pink', 'invalid_input', 'theme'],
				['preview_bytes', -1, 'invalid_input', 'preview_bytes'],
				['preview_bytes', 1.5, 'invalid_input', 'preview_bytes'],
				['retention_runs', 'many', 'invalid_input', 'retention_runs'],
			];
			const before = readSettings(settings);
			for (const [key, value, code, named] of attempts) {
				const attempt = (): unknown => writeSetting(settings, key, value);
				const hint = expect.stringMatching(/\.$/);
				expect(attempt).toThrow(expect.objectContaining({ code, hint, message: expect.stringContaining(named) }));
			}
			expect(readSettings(settings)).toEqual(before);
		});
	});

	it('fall back to the default where another version stored what this one does not know', () => {
		withStore(({ settings }) => {
			settings.set('theme', 'solarized');
			settings.set('retention_runs', 'all');
			expect(readSetting(settings, 'theme')).toBe('system');
			expect(retentionOf(settings)).toMatchObject({ maxRuns: 1_000_000 });
			writeSetting(settings, 'retention_runs', 7);
			expect(retentionOf(settings)).toMatchObject({ maxRuns: 7, maxAgeMs: 90 * 24 * 60 * 60 * 1000 });
		});
	});
});
