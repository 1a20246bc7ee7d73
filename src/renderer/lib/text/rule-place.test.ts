import { describe, expect, it } from 'vitest';
import { placeOfRule } from './rule-place.ts';

describe('a rule', () => {
	it.each([
		['allowed_paths[0]: ./data/', { field: 'allowed_paths', index: 0, entry: './data/' }],
		['allowed_hosts[12]: a.example:8443', { field: 'allowed_hosts', index: 12, entry: 'a.example:8443' }],
		['allow_network: false', { field: 'allow_network', index: -1, entry: '' }],
		['allowed_hosts: no entry matches a', { field: 'allowed_hosts', index: -1, entry: '' }],
		['max_write_bytes: 10', { field: 'max_write_bytes', index: -1, entry: '' }],
		['own files', { field: null, index: -1, entry: '' }],
		['toString[0]: x', { field: null, index: -1, entry: '' }],
		['', { field: null, index: -1, entry: '' }],
	])('%s names its place', (rule, place) => {
		expect(placeOfRule(rule)).toEqual(place);
	});
});
