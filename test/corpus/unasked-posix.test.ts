import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, onPlatform } from '../support/guests/unasked-guest.ts';
import { links } from '../support/scratch/recording-files.ts';
import { posixCases } from './cases/unasked.ts';

vi.mock('node:fs/promises', async (real) => {
	const { recordingFiles } = await import('../support/scratch/recording-files.ts');
	return recordingFiles(await real<typeof import('node:fs/promises')>());
});

beforeEach(() => links.clear());
const dataFolder = '/home';
const platforms = ['linux', 'darwin'] as const;
const powers = ['read', 'list', 'write'] as const;

/** What is granted, or leads there: a person named it, so it may be looked for. */
const granted = / \/(?:data(?:\/.*)?|home(?:\/.*)?)?$/;

describe.each(platforms.flatMap((platform) => powers.map((kind) => ({ platform, kind }))))(
	'a plugin on $platform that may not $kind',
	({ platform, kind }) => {
		it.each(posixCases)('$what (granted: $granted) is refused, and no file system hears of it', async (one) => {
			using _ = onPlatform(platform);
			const told = await ask(kind, one.path, { entries: one.granted, dataFolder });
			expect(told.status).toBeLessThan(0);
			expect(told.asked.filter((call) => !granted.test(call))).toEqual([]);
			if (!one.granted?.some((entry) => entry.startsWith('/'))) expect(told.asked).toEqual([]);
		});
	},
);

it('a path that is refused costs no more calls the longer it is', async () => {
	const cost = async (names: number): Promise<number> =>
		(await ask('read', `/other/${'x/'.repeat(names)}y`, { entries: ['/data'], dataFolder })).asked.length;
	expect(await cost(240)).toBe(await cost(1));
});

it('a missing path that is granted is looked for as far as it exists', async () => {
	const told = await ask('read', `/data/${'x/'.repeat(200)}y`, { entries: ['/data'], dataFolder });
	expect(told.denied).toBe(null);
	expect(told.asked.length).toBeLessThan(30);
});

describe('a link', () => {
	it.each(['/net/evil.example/x', '../../net/x', '/other'])('that leads to %s is not followed', async (target) => {
		links.set('/home/data/link', target);
		const told = await ask('read', 'data/link/y', { entries: ['./data/'], dataFolder });
		expect(told.denied).not.toBe(null);
		expect(told.asked).toContain('readlink /home/data/link');
		expect(told.asked.filter((call) => !granted.test(call))).toEqual([]);
	});
});

it('what macOS calls by two names is one place: /tmp and /private/tmp, other cases, other Unicode forms', async () => {
	using _ = onPlatform('darwin');
	const reached = async (path: string, entry: string): Promise<boolean> =>
		(await ask('read', path, { entries: [entry], dataFolder })).denied?.rule.startsWith('allowed_paths: no entry') !==
		true;
	expect(await reached('/private/tmp/in/x', '/tmp/in')).toBe(true);
	expect(await reached('/tmp/in/x', '/private/tmp/in')).toBe(true);
	expect(await reached('/Data/IN/x', '/data/in')).toBe(true);
	expect(await reached('/data/cafe\u0301/x', '/data/caf\u00e9')).toBe(true);
	expect(await reached('/tmpx/in/x', '/private/tmp/in')).toBe(false);
});

it('of whatever path under whatever policy, what is refused by name is not asked for', async () => {
	const name = fc.constantFrom('a', 'data', 'home', 'net', 'x', '..', '.', '', 'b');
	const path = fc
		.tuple(fc.constantFrom('', '/', './', '//'), fc.array(name, { minLength: 1, maxLength: 5 }))
		.map(([at, names]) => at + names.join('/'));
	const entry = fc
		.tuple(
			fc.constantFrom('/', './'),
			fc.constantFrom('data', 'a', 'home/data', 'net/x', '.'),
			fc.constantFrom('', ':ro'),
		)
		.map((parts) => parts.join(''));
	const entries = fc.option(fc.array(entry, { maxLength: 3 }));
	let refused = 0;
	await fc.assert(
		fc.asyncProperty(path, entries, fc.constantFrom(...powers), async (text, given, kind) => {
			const told = await ask(kind, text, { entries: given, dataFolder });
			if (told.denied === null) return;
			refused += 1;
			const named = (given ?? []).filter((one) => one.startsWith('/'));
			if (named.length === 0) {
				expect(told.asked).toEqual([]);
				return;
			}
			// The person's own entries and what leads to them, never what the guest named beside them.
			const places = ['/home', ...(given ?? []).map((one) => one.replace(/:ro$/, '').replace(/^\.\//, '/home/'))];
			const onTheWay = (call: string): boolean => {
				const at = call.replace(/^\w+ /, '');
				return places.some(
					(place) => at === '/' || place === at || `${place}/`.startsWith(`${at}/`) || place.startsWith(`${at}/.`),
				);
			};
			expect(told.asked.filter((call) => !onTheWay(call))).toEqual([]);
		}),
		{ numRuns: 2000, seed: 20_260_302 },
	);
	expect(refused).toBeGreaterThan(500);
});
