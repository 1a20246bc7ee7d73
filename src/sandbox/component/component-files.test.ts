import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytes, good, open, text, wired } from '../../../test/support/wasi/wired-component.ts';
import type { DirectoryEntryStream } from './wasi/directory-entries.ts';

const none = {};

describe('the files of a component', () => {
	it('write, read, list, rename and remove files, by the grant', async () => {
		const { root, at, imports } = await wired();
		const write = { write: true, read: true };
		const file = await good(root.openAt(none, 'a.txt', { create: true }, write));
		const out = await good(file.writeViaStream(0n));
		expect(await out.checkWrite()).toMatchObject({ tag: 'ok' });
		await good(out.write(bytes('one ')));
		await good(out.blockingWriteAndFlush(bytes('two ')));
		await good(out.writeZeroes(2n));
		// Not written yet, and read back all the same.
		const reading = await good(file.readViaStream(4n));
		expect(text(await good(reading.blockingRead(4n)))).toBe('two ');
		expect(await good(reading.skip(100n))).toBe(2n);
		expect(await reading.read(1n)).toEqual({ tag: 'err', val: { tag: 'closed' } });
		expect(await good(file.read(100n, 6n))).toEqual([bytes('o \0\0'), false]);
		expect(await good(file.read(100n, 10n))).toEqual([new Uint8Array(0), true]);
		expect((await good(file.stat())).size).toBe(10n);
		for (const one of [out, reading, file]) one[Symbol.dispose]();
		await imports.settle();
		expect(readFileSync(join(at.home, 'a.txt'), 'latin1')).toBe('one two \0\0');

		await good(root.createDirectoryAt('sub'));
		await good(root.renameAt('a.txt', root, 'sub/b.txt'));
		await good(root.symlinkAt('sub/b.txt', 'link'));
		expect(await good(root.readlinkAt('link'))).toBe('sub/b.txt');
		expect((await good(root.statAt({ symlinkFollow: true }, 'link'))).type).toBe('regular-file');
		expect((await good(root.statAt(none, 'link'))).type).toBe('symbolic-link');
		const before = await good(root.metadataHashAt(none, 'sub/b.txt'));
		const when = { tag: 'timestamp', val: { seconds: 1_000_000_000n, nanoseconds: 0 } } as const;
		await good(root.setTimesAt(none, 'sub/b.txt', { tag: 'no-change' }, when));
		expect((await good(root.statAt(none, 'sub/b.txt'))).dataModificationTimestamp).toEqual(when.val);
		expect(await good(root.metadataHashAt(none, 'sub/b.txt'))).not.toEqual(before);
		expect(await entries(await good(root.readDirectory()))).toEqual(['link symbolic-link', 'sub directory']);
		await good(root.unlinkFileAt('link'));
		await good(root.unlinkFileAt('sub/b.txt'));
		await good(root.removeDirectoryAt('sub'));
		expect(readdirSync(at.home)).toEqual([]);
	});

	it('append, cut and truncate', async () => {
		const { root, at, imports } = await wired();
		writeFileSync(join(at.home, 'log'), 'before');
		const file = await good(root.openAt(none, 'log', none, { write: true }));
		const appending = await good(file.appendViaStream());
		await good(appending.write(bytes(', after')));
		await imports.settle();
		expect(readFileSync(join(at.home, 'log'), 'utf8')).toBe('before, after');
		await good(file.setSize(6n));
		await good(file.sync());
		expect(readFileSync(join(at.home, 'log'), 'utf8')).toBe('before');
		const again = await good(root.openAt(none, 'log', { truncate: true }, { write: true }));
		expect((await good(again.stat())).size).toBe(0n);
		expect(again.isSameObject(file)).toBe(true);
		expect(again.isSameObject(root)).toBe(false);
	});

	it('leave no folder that was granted, whatever the path', async () => {
		const { root, at } = await wired();
		writeFileSync(join(at.root, 'secret'), 'secret');
		mkdirSync(join(at.home, 'sub'));
		symlinkSync('../secret', join(at.home, 'out'));
		symlinkSync(join(at.root, 'secret'), join(at.home, 'far'));
		const follow = { symlinkFollow: true };
		for (const path of ['../secret', '/etc/passwd', 'sub/../../secret', 'out', 'far', '..', 'sub/../..']) {
			expect([path, await root.openAt(follow, path, none, { read: true })]).toEqual([
				path,
				{ tag: 'err', val: 'not-permitted' },
			]);
		}
		expect(await root.symlinkAt('/etc/passwd', 'mine')).toEqual({ tag: 'err', val: 'not-permitted' });
		for (const [path, code] of [
			['', 'no-entry'],
			['a\0b', 'invalid'],
			['x'.repeat(5000), 'name-too-long'],
			['nothing', 'no-entry'],
		]) {
			expect(await root.statAt(none, path as string)).toEqual({ tag: 'err', val: code });
		}
	});

	it('change nothing of what was granted for reading', async () => {
		const { root, at } = await wired({ allow_file_system: true, allowed_paths: ['.:ro'] });
		writeFileSync(join(at.home, 'a'), 'a');
		const denied = [
			await root.openAt(none, 'a', none, { write: true }),
			await root.openAt(none, 'new', { create: true }, { write: true }),
			await root.unlinkFileAt('a'),
			await root.createDirectoryAt('sub'),
			await root.renameAt('a', root, 'b'),
		];
		for (const one of denied) expect(one).toEqual({ tag: 'err', val: 'access' });
		const file = await good(root.openAt(none, 'a', none, { read: true }));
		expect(await file.writeViaStream(0n)).toEqual({ tag: 'err', val: 'bad-descriptor' });
		expect(await file.setSize(0n)).toEqual({ tag: 'err', val: 'bad-descriptor' });
		expect(readFileSync(join(at.home, 'a'), 'utf8')).toBe('a');
		expect(readdirSync(at.home)).toEqual(['a']);
	});

	it('tell what could not be written when that is known', async () => {
		const { root, imports } = await wired({ ...open, max_write_bytes: 4096 });
		const file = await good(root.openAt(none, 'a', { create: true }, { write: true }));
		const out = await good(file.writeViaStream(0n));
		await good(out.write(new Uint8Array(8192)));
		expect(await imports.settle()).not.toBe(0);
		const again = await good(file.writeViaStream(0n));
		await good(again.write(new Uint8Array(8192)));
		for (const one of [out, again, file]) one[Symbol.dispose]();
		// Nobody holds the file any more, and what it could not keep is told.
		expect(await imports.settle()).not.toBe(0);
		expect(imports.settle()).toBeNull();
	});

	it('close with the last that uses them, and are counted', async () => {
		const { root, imports } = await wired();
		const held = imports.handles;
		const file = await good(root.openAt(none, 'a', { create: true }, { read: true, write: true }));
		const out = await good(file.writeViaStream(0n));
		file[Symbol.dispose]();
		file[Symbol.dispose]();
		await good(out.write(bytes('still open')));
		out[Symbol.dispose]();
		expect(imports.handles).toBe(held);
		expect(text((await good((await good(root.openAt(none, 'a', none, { read: true }))).read(99n, 0n)))[0])).toBe(
			'still open',
		);
	});
});

async function entries(stream: DirectoryEntryStream): Promise<readonly string[]> {
	const found: string[] = [];
	for (;;) {
		const entry = await good(stream.readDirectoryEntry());
		if (entry === undefined) return found.toSorted();
		found.push(`${entry.name} ${entry.type}`);
	}
}
