import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ask, onPlatform } from '../support/guests/unasked-guest.ts';
import { asked, links } from '../support/scratch/recording-files.ts';
import { windowsCases } from './cases/unasked.ts';

vi.mock('node:fs/promises', async (real) => {
	const { recordingFiles } = await import('../support/scratch/recording-files.ts');
	return recordingFiles(await real<typeof import('node:fs/promises')>());
});
// The broker's own source with Windows' paths: what it would ask a file system of Windows.
vi.mock('node:path', async () => {
	const { win32 } = await vi.importActual<typeof import('node:path')>('node:path');
	return { ...win32, default: win32 };
});

beforeEach(() => links.clear());
const dataFolder = 'C:\\home';

describe.each(['read', 'list', 'write'] as const)('a plugin on Windows that may not %s', (kind) => {
	it.each(windowsCases)('$what (granted: $granted) is refused, and no file system hears of it', async (one) => {
		using _ = onPlatform('win32');
		const told = await ask(kind, one.path, { entries: one.granted, dataFolder });
		expect(told.status).toBeLessThan(0);
		const heard = told.asked.filter((call) => !/ C:\\data(?:\\|$)/.test(call) && !/ C:\\(?:home)?$/.test(call));
		expect(heard).toEqual([]);
		if (!one.granted?.some((entry) => entry.startsWith('C:'))) expect(told.asked).toEqual([]);
	});
});

describe('a link on Windows', () => {
	it.each(['\\\\evil.example\\share\\x', '\\??\\UNC\\evil.example\\share\\x', 'Z:\\x', '\\\\?\\Volume{0}\\x'])(
		'that leads to %s is not followed',
		async (target) => {
			using _ = onPlatform('win32');
			links.set('C:\\home\\data\\link', target);
			const told = await ask('read', 'data\\link\\y', { entries: ['./data/'], dataFolder });
			expect(told.denied).not.toBe(null);
			expect(told.asked).toContain('readlink C:\\home\\data\\link');
			expect(told.asked.filter((call) => / (?!C:)/.test(call))).toEqual([]);
		},
	);
});

it('a granted share is asked for, and what is below it alone', async () => {
	using _ = onPlatform('win32');
	const told = await ask('read', '//good.example/share/x', { entries: ['\\\\good.example\\share\\:ro'], dataFolder });
	expect(told.denied).toBe(null);
	expect(told.asked.some((call) => call.includes('\\\\good.example\\share'))).toBe(true);
	expect(asked.filter((call) => !/ (?:\\\\good\.example\\share|C:\\)/.test(call))).toEqual([]);
});

it('of whatever path under whatever policy, only what was granted is ever asked for', async () => {
	const name = fc.constantFrom('a', 'data', 'x', '..', '.', 'evil.example', 'share', 'NUL', 'a:b');
	const root = fc.constantFrom('', 'C:\\', 'c:/', 'D:\\', 'C:', '\\', '\\\\', '//', '\\\\?\\', '\\\\.\\', '\\??\\');
	const path = fc
		.tuple(root, fc.array(name, { minLength: 1, maxLength: 4 }))
		.map(([at, names]) => at + names.join('\\'));
	const entry = fc.constantFrom('./data/', 'C:\\data', 'D:\\a:ro', '\\\\evil.example\\share', '.', 'C:\\');
	const entries = fc.option(fc.array(entry, { maxLength: 2 }));
	const kind = fc.constantFrom('read' as const, 'write' as const, 'list' as const);
	let refused = 0;
	await fc.assert(
		fc.asyncProperty(path, entries, kind, async (text, granted, power) => {
			using _ = onPlatform('win32');
			const told = await ask(power, text, { entries: granted, dataFolder });
			if (told.denied === null && told.status === 0) return;
			if (granted?.includes('\\\\evil.example\\share') !== true) {
				expect(told.asked.filter((call) => call.includes('evil.example') && / (?:\\\\|\/\/)/.test(call))).toEqual([]);
			}
			if (granted?.some((one) => one.startsWith('D:')) !== true) {
				expect(told.asked.filter((call) => / D:/i.test(call))).toEqual([]);
			}
			if (granted === null) expect(told.asked).toEqual([]);
			refused += 1;
		}),
		{ numRuns: 2000, seed: 20_260_301 },
	);
	expect(refused).toBeGreaterThan(500);
});
