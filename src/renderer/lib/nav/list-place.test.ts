import { expect, it } from 'vitest';
import { withListView } from './list-place.ts';

it('a place among the plugins keeps the list beside it as it is, and nothing else of the query', () => {
	const now = '#/plugins/geo/policy?find=x&types=source&op=read&target=%2Fetc';
	expect(withListView('/plugins/other', now)).toBe('/plugins/other?find=x&types=source');
	expect(withListView('/plugins/other/policy?op=http', now)).toBe('/plugins/other/policy?op=http&find=x&types=source');
	expect(withListView('/plugins/other', '#/plugins')).toBe('/plugins/other');
});
