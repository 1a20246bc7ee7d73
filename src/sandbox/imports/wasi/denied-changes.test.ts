import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type TestGuest, testGuest } from '../../../../test/support/guests/broker-guest.ts';
import { wasiGuest } from '../../../../test/support/wasi/wasi-guest.ts';
import { good, type Wired, wired } from '../../../../test/support/wasi/wired-component.ts';
import { errno } from '../../../shared/wasm/wasi/errno.ts';
import { openFlag, right, timeFlag } from '../../../shared/wasm/wasi/rights.ts';
import { type WasiFunctionName, wasiFunctions } from '../../../shared/wasm/wasi/wasi-preview1.ts';
import type { Outcome } from '../../component/outcome.ts';

let before: TestGuest | null = null;
afterEach(() => {
	before?.remove();
	before = null;
});

/** The folder that is granted, of a guest that was given it to read. */
function filled(guest: TestGuest, name: string): string {
	const folder = join(guest.home, name);
	mkdirSync(join(folder, 'sub'), { recursive: true });
	writeFileSync(join(folder, 'file'), 'granted');
	return folder;
}

const unchanged = (folder: string): readonly unknown[] => [
	readdirSync(folder).sort(),
	readFileSync(join(folder, 'file'), 'utf8'),
	statSync(join(folder, 'file')).mtimeMs,
];

/** What the broker recorded last. */
const denial = (guest: TestGuest, folder: string, name: string, rule: string): void => {
	expect(guest.calls.at(-1)).toMatchObject({
		target: name === '' ? folder : join(folder, name),
		denied: { kind: 'read_only', rule: expect.stringContaining(rule) },
	});
};

/** Who imports nothing that leads to files is given none. */
const opensFiles = `(import "wasi_snapshot_preview1" "path_open"
	(func (param ${wasiFunctions.path_open.params.join(' ')}) (result i32)))`;

/** Texts in the guest's memory, one behind the other. */
const DATA = 'newfilesubother';
const [made, file, sub, other] = [
	[0, 3],
	[3, 4],
	[7, 3],
	[10, 5],
] as const;
const ROOT = 3;
const open = (flags: number, rights: number, path: readonly number[]) => [1, ...path, flags, rights, 0, 0, 512];

const operations: readonly (readonly [string, WasiFunctionName, readonly number[], target: string])[] = [
	['makes a folder', 'path_create_directory', [ROOT, ...made], 'new'],
	['removes a folder', 'path_remove_directory', [ROOT, ...sub], 'sub'],
	['removes a file', 'path_unlink_file', [ROOT, ...file], 'file'],
	['renames', 'path_rename', [ROOT, ...file, ROOT, ...other], 'file'],
	['gives a file another name', 'path_link', [ROOT, 0, ...file, ROOT, ...other], 'file'],
	['makes a link', 'path_symlink', [...file, ROOT, ...other], 'other'],
	['sets times by a path', 'path_filestat_set_times', [ROOT, 0, ...file, 0, 0, timeFlag.mtimeNow], 'file'],
	['sets times', 'fd_filestat_set_times', [ROOT, 0, 0, timeFlag.mtimeNow], ''],
	['makes a file', 'path_open', [ROOT, ...open(openFlag.create, right.fdWrite, other)], 'other'],
	['empties a file', 'path_open', [ROOT, ...open(openFlag.truncate, right.fdWrite, file)], 'file'],
	['opens a file to write', 'path_open', [ROOT, ...open(0, right.fdWrite, file)], 'file'],
];

describe('a WASI guest in a folder that it may only read', () => {
	it.each(operations)('that %s is denied it, and that is recorded', async (_, name, args, target) => {
		const grant = { allow_file_system: true, allowed_paths: ['./data/:ro'] };
		before = testGuest(grant);
		const folder = filled(before, 'data');
		const was = unchanged(folder);
		const types = wasiFunctions[name].params;
		const values = types.map((type, index) => `(${type}.const ${args[index] ?? 0})`).join(' ');
		const { guest } = await wasiGuest(
			`(module (import "wasi_snapshot_preview1" "${name}" (func $f (param ${types.join(' ')}) (result i32)))
				${opensFiles}
				(memory (export "memory") 1) (data (i32.const 0) "${DATA}")
				(func (export "probe") (result i32)
					(i32.store (i32.const 256) (i32.const 4))
					(i32.store (i32.const 260) (call $f ${values}))
					(i32.const 256)))`,
			grant,
			{ before, abi: 'wasi-reactor' },
		);
		const result = await guest.call({ fn: 'probe', input: { kind: 'value', data: null }, maxOutputBytes: 64 });
		if (!result.ok || result.output.kind !== 'value') throw new Error('it did not answer');
		expect(Buffer.from(result.output.data ?? []).readUInt32LE(0)).toBe(errno.notcapable);
		denial(before, folder, target, './data/:ro');
		expect(unchanged(folder)).toEqual(was);
	});
});

const none = {};
const now = { tag: 'now' } as const;
const keep = { tag: 'no-change' } as const;

const methods: readonly (readonly [
	string,
	(root: Wired['root']) => Promise<Outcome<unknown, string>>,
	target: string,
])[] = [
	['makes a folder', (root) => root.createDirectoryAt('new'), 'new'],
	['removes a folder', (root) => root.removeDirectoryAt('sub'), 'sub'],
	['removes a file', (root) => root.unlinkFileAt('file'), 'file'],
	['renames', (root) => root.renameAt('file', root, 'other'), 'file'],
	['gives a file another name', (root) => root.linkAt(none, 'file', root, 'other'), 'file'],
	['makes a link', (root) => root.symlinkAt('file', 'other'), 'other'],
	['sets times by a path', (root) => root.setTimesAt(none, 'file', keep, now), 'file'],
	['sets times', (root) => root.setTimes(keep, now), ''],
	['makes a file', (root) => root.openAt(none, 'other', { create: true }, { write: true }), 'other'],
	['empties a file', (root) => root.openAt(none, 'file', { truncate: true }, { write: true }), 'file'],
	['opens a file to write', (root) => root.openAt(none, 'file', none, { write: true }), 'file'],
];

describe('a component in a folder that it may only read', () => {
	it.each(methods)('that %s is denied it, and that is recorded', async (_, act, target) => {
		const { at, root } = await wired({ allow_file_system: true, allowed_paths: ['.:ro'] });
		const folder = filled(at, '.');
		const was = unchanged(folder);
		expect(await act(root)).toEqual({ tag: 'err', val: 'access' });
		denial(at, folder, target, ':ro');
		expect(unchanged(folder)).toEqual(was);
	});

	it('is told what it did not ask for as what it is: no denial', async () => {
		const { at, root } = await wired();
		filled(at, '.');
		const opened = await good(root.openAt(none, 'file', none, { read: true }));
		expect(await opened.setTimes(keep, now)).toEqual({ tag: 'err', val: 'access' });
		expect(at.calls.at(-1)).toMatchObject({ denied: null });
	});
});

it('a path that leads nowhere is denied by the folder that it begins in', async () => {
	const { at, root } = await wired({ allow_file_system: true, allowed_paths: ['.:ro'] });
	for (const path of ['none/new', '../new', 'file/new']) {
		expect(await root.createDirectoryAt(path)).toEqual({ tag: 'err', val: 'access' });
		expect(at.calls.at(-1)).toMatchObject({ target: path, denied: { kind: 'read_only' } });
	}
});
