import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../../test/support/values/any-text.ts';
import { pluginNameSchema } from '../../shared/plugin/manifest.ts';
import { nameOfEntry, nameWithin } from './entry-name.ts';

describe('the name that an entry of the plugins folder goes by', () => {
	it.each([
		['Row Filter.WASM', 'row-filter'],
		['row.filter', 'row-filter'],
		['__a', 'a'],
		['漢字', 'unnamed'],
		['con.wasm', 'con-plugin'],
	])('%s is called %s', (entry, name) => {
		expect(nameOfEntry(entry)).toBe(name);
	});

	it('is always a plugin’s name, and keeps one that is one already', () => {
		fc.assert(
			fc.property(anyText({ minLength: 1, maxLength: 80 }), (entry) => {
				const name = nameOfEntry(entry);
				expect(pluginNameSchema.safeParse(name).success).toBe(true);
				expect(nameWithin(name)).toBe(name);
			}),
		);
	});
});
