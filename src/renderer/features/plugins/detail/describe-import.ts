import { type HostFunctionName, hostFunctions, hostModules } from '../../../../shared/abi.ts';
import { WASI_MODULE } from '../../../../shared/wasm/wasi-preview1.ts';

/** What a host function needs of the policy. `none`: every plugin may call it. */
export type Power = 'none' | 'files' | 'network' | 'environment' | 'unknown';

type ImportMeaning =
	| HostFunctionName
	| 'runtime'
	| 'memory'
	| 'wasiArguments'
	| 'wasiClock'
	| 'wasiEnvironment'
	| 'wasiFiles'
	| 'wasiStreams'
	| 'wasiRandom'
	| 'wasiExit'
	| 'wasiSockets'
	| 'wasiOther'
	| 'unknown';

const powers: Readonly<Partial<Record<HostFunctionName, Power>>> = {
	host_get_env: 'environment',
	host_read_file: 'files',
	host_write_file: 'files',
	host_list_dir: 'files',
	host_http: 'network',
};

const wasi: readonly (readonly [RegExp, ImportMeaning, Power])[] = [
	[/^args_/, 'wasiArguments', 'none'],
	[/^clock_/, 'wasiClock', 'none'],
	[/^environ_/, 'wasiEnvironment', 'environment'],
	[/^path_|^fd_(prestat|readdir|pread|pwrite|allocate|advise|filestat)/, 'wasiFiles', 'files'],
	[/^fd_/, 'wasiStreams', 'none'],
	[/^random_/, 'wasiRandom', 'none'],
	[/^proc_/, 'wasiExit', 'none'],
	[/^sock_/, 'wasiSockets', 'unknown'],
	[/./, 'wasiOther', 'none'],
];

/** What an imported function is for, and which power of the policy it needs. */
export function describeImport(
	module: string,
	name: string,
): { readonly meaning: ImportMeaning; readonly power: Power } {
	if ((hostModules as readonly string[]).includes(module)) {
		if (Object.hasOwn(hostFunctions, name)) {
			const known = name as HostFunctionName;
			return { meaning: known, power: powers[known] ?? 'none' };
		}
		if (name === 'memory') return { meaning: 'memory', power: 'none' };
		if (name === 'abort' || name === 'seed' || name === 'trace') return { meaning: 'runtime', power: 'none' };
	}
	if (module === WASI_MODULE) {
		const [, meaning = 'wasiOther', power = 'none'] = wasi.find(([pattern]) => pattern.test(name)) ?? [];
		return { meaning, power };
	}
	return { meaning: 'unknown', power: 'unknown' };
}
