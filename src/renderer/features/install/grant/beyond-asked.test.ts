import { expect, it } from 'vitest';
import { isBeyondAsked } from './beyond-asked.ts';

it.each([
	['/etc/shadow', ['/data/geo/'], true],
	['/data/geo/cities.csv', ['/data/geo/'], false],
	['/data/geo/cities.csv:ro', ['/data/geo/'], false],
	['/data/geometry', ['/data/geo'], true],
	['/data/geo/../secret', ['/data/geo'], true],
	['/data', ['/data/geo'], true],
	['/data/geo', ['/data/geo:ro'], true],
	['/data/geo:ro', ['/data/geo:ro'], false],
	['./cache/x', ['./cache'], false],
	['../cache', ['./cache'], true],
	['/data/2025/x', ['/data/*/x'], false],
	['/home', ['/data/*/x'], true],
	['/anything', [], false],
])('a path %s where %j is asked for: beyond is %s', (typed, asked, beyond) => {
	expect(isBeyondAsked('allowed_paths', typed, asked)).toBe(beyond);
});

it.each([
	['api.example.com', ['api.example.com'], false],
	['API.example.com', ['api.example.com'], false],
	['evil.example.org', ['api.example.com'], true],
	['a.example.net', ['*.example.net'], false],
	['notexample.net', ['*.example.net'], true],
	['*.example.net', ['a.example.net'], true],
	['api.example.com:8443', ['api.example.com'], true],
	['http://api.example.com', ['api.example.com'], true],
])('a host %s where %j is asked for: beyond is %s', (typed, asked, beyond) => {
	expect(isBeyondAsked('allowed_hosts', typed, asked)).toBe(beyond);
});

it('a variable is beyond unless it is asked for by its name', () => {
	expect(isBeyondAsked('allowed_env_vars', 'HOME', ['TOKEN'])).toBe(true);
	expect(isBeyondAsked('allowed_env_vars', 'TOKEN', ['TOKEN'])).toBe(false);
});
