import type { WasmSignature, WasmValueType } from '../../host/abi.ts';

export const WASI_MODULE = 'wasi_snapshot_preview1';

const letters: Readonly<Record<string, WasmValueType>> = { i: 'i32', I: 'i64' };

function returns(params: string, result = 'i'): WasmSignature {
	const typesOf = (text: string): WasmValueType[] => Array.from(text, (letter) => letters[letter] ?? 'other');
	return { params: typesOf(params), results: typesOf(result) };
}

/** Every function of WASI preview 1 (wasi_snapshot_preview1.witx) by its core signature: i = i32, I = i64. */
export const wasiFunctions = {
	args_get: returns('ii'),
	args_sizes_get: returns('ii'),
	clock_res_get: returns('ii'),
	clock_time_get: returns('iIi'),
	environ_get: returns('ii'),
	environ_sizes_get: returns('ii'),
	fd_advise: returns('iIIi'),
	fd_allocate: returns('iII'),
	fd_close: returns('i'),
	fd_datasync: returns('i'),
	fd_fdstat_get: returns('ii'),
	fd_fdstat_set_flags: returns('ii'),
	fd_fdstat_set_rights: returns('iII'),
	fd_filestat_get: returns('ii'),
	fd_filestat_set_size: returns('iI'),
	fd_filestat_set_times: returns('iIIi'),
	fd_pread: returns('iiiIi'),
	fd_prestat_dir_name: returns('iii'),
	fd_prestat_get: returns('ii'),
	fd_pwrite: returns('iiiIi'),
	fd_read: returns('iiii'),
	fd_readdir: returns('iiiIi'),
	fd_renumber: returns('ii'),
	fd_seek: returns('iIii'),
	fd_sync: returns('i'),
	fd_tell: returns('ii'),
	fd_write: returns('iiii'),
	path_create_directory: returns('iii'),
	path_filestat_get: returns('iiiii'),
	path_filestat_set_times: returns('iiiiIIi'),
	path_link: returns('iiiiiii'),
	path_open: returns('iiiiiIIii'),
	path_readlink: returns('iiiiii'),
	path_remove_directory: returns('iii'),
	path_rename: returns('iiiiii'),
	path_symlink: returns('iiiii'),
	path_unlink_file: returns('iii'),
	poll_oneoff: returns('iiii'),
	proc_exit: returns('i', ''),
	proc_raise: returns('i'),
	random_get: returns('ii'),
	sched_yield: returns(''),
	sock_accept: returns('iii'),
	sock_recv: returns('iiiiii'),
	sock_send: returns('iiiii'),
	sock_shutdown: returns('ii'),
} as const satisfies Readonly<Record<string, WasmSignature>>;

export type WasiFunctionName = keyof typeof wasiFunctions;

export function isWasiFunction(name: string): name is WasiFunctionName {
	return Object.hasOwn(wasiFunctions, name);
}
