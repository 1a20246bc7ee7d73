import { expect, it } from 'vitest';
import { keyRoutes } from './key-routes.ts';

const takes = (name: string): boolean =>
	keyRoutes['keys.rename'].input.safeParse({ fingerprint: `SHA256:${'a'.repeat(43)}`, name }).success;

it.each(['me', 'The author', 'Ünal & Söhne', '作者的密钥', 'ключ 2'])('a key may be named %j', (name) => {
	expect(takes(name)).toBe(true);
});

it.each(
	[
		...[
			'\u2028',
			'\u2029',
			'\u3164',
			'\u115f',
			'\u200b',
			'\u200d',
			'\ufe0f',
			'\u202e',
			'\u00ad',
			'\u2800',
			'\n',
			'\u0000',
		],
	].flatMap((unseen) => [`m${unseen}e`, `me${unseen}`, unseen]),
)('a key cannot be named %j', (name) => {
	expect(takes(name)).toBe(false);
});
