import type { PolicyKind } from '../policy/powers.ts';
import type { RequestField } from './functions.ts';

interface DescriptorCall {
	/** The operation, as requests, records and denials name it. */
	readonly op: string;
	readonly power: 'files' | null;
	readonly decides: PolicyKind<'files'> | null;
	readonly request: Readonly<Record<string, RequestField>>;
	readonly target: string | null;
}

function call<const Row extends DescriptorCall>(row: Row): Row {
	return row;
}

/** A folder's handle and a path below it, as WASI names files. */
const below = { dir: 'count', path: 'name' } as const;
const files = { power: 'files', target: 'path' } as const;
const opened = { power: 'files', target: null } as const;
/** `how`: lookup flags, open flags << 8 and descriptor flags << 16. */
const opening = { ...below, how: 'count', rights: 'count', inheriting: 'count' } as const;

/**
 * What the sandbox asks the broker for a WASI guest's files: no function that a module imports, but what stands behind
 * those of WASI. Handles are numbers that the broker gave this very process; another process's mean nothing to it.
 * Failures carry WASI's own error number as two bytes.
 */
export const descriptorCalls = {
	/** Forgets what an earlier instance had open and answers with the granted folders, as JSON. */
	begin: call({ op: 'wasi_begin', power: null, decides: null, request: {}, target: null }),
	close: call({ op: 'wasi_close', power: null, decides: null, request: { handle: 'count' }, target: null }),
	openRead: call({ op: 'wasi_open_read', ...files, decides: 'read', request: opening }),
	openWrite: call({ op: 'wasi_open_write', ...files, decides: 'write', request: opening }),
	read: call({
		op: 'wasi_read',
		...opened,
		decides: 'read',
		request: { handle: 'count', offset: 'count', max: 'count' },
	}),
	write: call({
		op: 'wasi_write',
		...opened,
		decides: 'write',
		request: { handle: 'count', where: ['at', 'end'], offset: 'count', data: 'bytes' },
	}),
	facts: call({ op: 'wasi_facts', ...opened, decides: 'read', request: { handle: 'count' } }),
	/** `values`: the new size (u64), or times (two u64, ns) and which of them (u16). */
	change: call({
		op: 'wasi_change',
		...opened,
		decides: 'write',
		request: { handle: 'count', what: ['size', 'times', 'sync'], values: 'bytes' },
	}),
	list: call({
		op: 'wasi_list',
		...opened,
		decides: 'list',
		request: { handle: 'count', cookie: 'count', max: 'count' },
	}),
	pathFacts: call({ op: 'wasi_path_facts', ...files, decides: 'read', request: { ...below, follow: 'count' } }),
	pathTimes: call({
		op: 'wasi_path_times',
		...files,
		decides: 'write',
		request: { ...below, follow: 'count', values: 'bytes' },
	}),
	readLink: call({ op: 'wasi_read_link', ...files, decides: 'read', request: below }),
	makeFolder: call({ op: 'wasi_make_folder', ...files, decides: 'write', request: below }),
	remove: call({
		op: 'wasi_remove',
		...files,
		decides: 'write',
		request: { ...below, what: ['file', 'folder'] },
	}),
	move: call({ op: 'wasi_move', ...files, decides: 'write', request: { ...below, toDir: 'count', to: 'name' } }),
	link: call({ op: 'wasi_link', ...files, decides: 'write', request: { ...below, toDir: 'count', to: 'name' } }),
	symlink: call({ op: 'wasi_symlink', ...files, decides: 'write', request: { ...below, text: 'name' } }),
} as const;
