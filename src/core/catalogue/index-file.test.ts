import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_INDEX_VERSIONS, type PackageIndex, packageIndexSchema } from '../../shared/api/package-index.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { lockedDown } from '../../shared/policy/security-policy.ts';
import { formatIndex, parseIndex } from './index-file.ts';

const good = {
	version: '1.0.0',
	file: 'tool-1.0.0.dfplugin',
	sha256: 'a'.repeat(64),
	size: 1,
	type: 'filter',
	asks: lockedDown,
} as const;
const { file: _, ...placeless } = good;

const indexOf = (...versions: readonly object[]) => ({ plugins: [{ name: 'tool', versions }] });

/** Nothing but an index or the product's own error, which says what is wrong and where. */
async function outcomeOf(bytes: Buffer): Promise<PackageIndex | DataFlareError> {
	try {
		return await parseIndex(bytes, 'the source');
	} catch (thrown) {
		if (!(thrown instanceof DataFlareError)) throw thrown;
		expect(thrown).toMatchObject({ code: 'configuration', details: { reason: 'index_invalid' } });
		expect(thrown.message).toMatch(/^the source is not an index of packages: .+\.$/s);
		expect(thrown.hint).toMatch(/\w/);
		expect(JSON.stringify(thrown.toWire()).length).toBeLessThan(20_000);
		return thrown;
	}
}
const read = (value: unknown) => outcomeOf(Buffer.from(JSON.stringify(value)));

describe('an index', () => {
	it('is read as it is written', async () => {
		const index = await parseIndex(Buffer.from(JSON.stringify(indexOf(good))), 'x');
		expect(await parseIndex(formatIndex(index), 'x')).toEqual(index);
	});

	it('is read in pieces, whatever is wrong in it, and told of as a whole', async () => {
		const strange = { ...good, sha256: 'z', size: 0, type: 'q' };
		const plugins = ['a', 'b'].map((name) => ({
			name,
			versions: Array.from({ length: 2_000 }, (_, at) => (at === 0 ? good : { ...strange, version: `1.0.${at}` })),
		}));
		let turns = 0;
		let isOver = false;
		const others = (async () => {
			for (; !isOver; turns++) await turn();
		})();
		const outcome = await read({ plugins: [...plugins, { name: 'C', versions: [strange] }] });
		isOver = true;
		await others;
		expect(turns).toBeGreaterThan(100);
		expect(outcome).toMatchObject({
			message:
				'the source is not an index of packages: plugins[0].versions[1].sha256: must be 64 hexadecimal digits; found "z" (and 11997 more).',
		});
	});

	it('is what its schema says, and nothing else', async () => {
		const one = fc.record(
			{
				version: fc.constantFrom('1.0.0', '', 1),
				file: fc.constantFrom('a.dfplugin', ''),
				sha256: fc.constantFrom('a'.repeat(64), 'b'),
				size: fc.constantFrom(1, 0),
				type: fc.constantFrom('filter', 'q'),
				asks: fc.constantFrom({}, lockedDown, 1),
				more: fc.constant(1),
			},
			{ requiredKeys: ['version', 'file'] },
		);
		const plugin = fc.record(
			{
				id: fc.constantFrom('a/b', 'B'),
				name: fc.constantFrom('a', 'A'),
				versions: fc.array(one),
				more: fc.constant(1),
			},
			{ requiredKeys: ['name'] },
		);
		const value = fc.record({ plugins: fc.oneof(fc.array(plugin), fc.constant(1)), more: fc.constant(1) });
		await fc.assert(
			fc.asyncProperty(value, async (index) => {
				const wanted = packageIndexSchema.safeParse(index);
				const found = await read(index);
				if (!wanted.success) expect(found).toBeInstanceOf(DataFlareError);
				else if (!(found instanceof DataFlareError)) expect(found).toEqual(wanted.data);
			}),
		);
	});

	it.each([
		['leads out of its folder', indexOf({ ...good, file: '../tool.dfplugin' })],
		['leads out from below', indexOf({ ...good, file: 'a/../../tool.dfplugin' })],
		['is absolute', indexOf({ ...good, file: '/etc/tool.dfplugin' })],
		['is absolute on Windows', indexOf({ ...good, file: 'C:\\tool.dfplugin' })],
		['has backslashes', indexOf({ ...good, file: '..\\tool.dfplugin' })],
		['is an address', indexOf({ ...good, file: 'file:///etc/tool.dfplugin' })],
		['is encoded', indexOf({ ...good, file: '.%2e/\u0000.dfplugin' })],
		['is no package', indexOf({ ...good, file: 'passwd' })],
		['is a device', indexOf({ ...good, file: 'nul.dfplugin' })],
		['is a file’s address', indexOf({ ...placeless, url: 'file:///etc/passwd' })],
		['is not encrypted', indexOf({ ...placeless, url: 'http://example.com/a.dfplugin' })],
		['is on this computer', indexOf({ ...placeless, url: 'http://127.0.0.1/a.dfplugin' })],
		['has a password', indexOf({ ...placeless, url: 'https://a:b@example.com/a.dfplugin' })],
		['is no address', indexOf({ ...placeless, url: 'https://' })],
		['is two', indexOf({ ...good, url: 'https://example.com/a.dfplugin' })],
		['is none', indexOf(placeless)],
	])('is refused where the place of a package %s', async (_says, index) => {
		expect(await read(index)).toBeInstanceOf(DataFlareError);
	});

	it.each([
		['one version twice', indexOf(good, good)],
		['one name twice', { plugins: [indexOf(good).plugins[0], indexOf(good).plugins[0]] }],
		['a name in capitals', { plugins: [{ name: 'Tool', versions: [good] }] }],
		['one id twice', { plugins: ['a', 'b'].map((name) => ({ id: 'x/y', name, versions: [good] })) }],
		['a hash that is none', indexOf({ ...good, sha256: 'a' })],
		['a size below 1', indexOf({ ...good, size: 0 })],
		['a size beyond every package', indexOf({ ...good, size: 1e300 })],
		['a size that is no whole number', indexOf({ ...good, size: 1.5 })],
		['a policy with an unknown key', indexOf({ ...good, asks: { ...lockedDown, allow_all: true } })],
		['a plugin without a version', indexOf()],
		['a date that is none', indexOf({ ...good, published_at: 'yesterday' })],
	])('is refused with %s', async (_says, index) => {
		expect(await read(index)).toBeInstanceOf(DataFlareError);
	});

	it('is refused with more versions than are looked at, and with more values', async () => {
		const versions = (count: number) =>
			Array.from({ length: count }, (_each, at) => ({ ...good, version: `1.0.${at}` }));
		const half = versions(MAX_INDEX_VERSIONS / 2 + 1);
		expect(await read({ plugins: ['a', 'b'].map((name) => ({ name, versions: half })) })).toBeInstanceOf(
			DataFlareError,
		);
		expect(await outcomeOf(Buffer.from(`[${'{},'.repeat(1_000_000)}{}]`))).toBeInstanceOf(DataFlareError);
	});

	it('is refused by a sentence whatever else it is', async () => {
		await fc.assert(fc.asyncProperty(fc.json(), async (text) => void (await outcomeOf(Buffer.from(text)))));
		const bytes = fc.uint8Array({ maxLength: 200 });
		await fc.assert(fc.asyncProperty(bytes, async (some) => void (await outcomeOf(Buffer.from(some)))));
		const keys = fc.constantFrom(...Object.keys(good), 'url', 'published_at', 'notes', 'host', 'abi_version', 'signer');
		await fc.assert(
			fc.asyncProperty(
				keys,
				fc.jsonValue(),
				async (key, value) => void (await read(indexOf({ ...good, [key]: value }))),
			),
		);
		const cut = JSON.stringify(indexOf(good));
		await fc.assert(
			fc.asyncProperty(fc.nat(cut.length - 1), async (at) => {
				expect(await outcomeOf(Buffer.from(cut.slice(0, at)))).toBeInstanceOf(DataFlareError);
			}),
		);
	});
});
