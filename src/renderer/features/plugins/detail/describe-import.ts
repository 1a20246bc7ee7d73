import { hostModules } from '../../../../shared/host/abi.ts';
import { hostFunctions } from '../../../../shared/host/functions.ts';
import { type HostFunctionName, isHostFunctionName } from '../../../../shared/host/operations.ts';
import type { PowerName } from '../../../../shared/policy/powers.ts';
import { WASI_MODULE } from '../../../../shared/wasm/wasi-preview1.ts';

/** What a host function needs of the policy. `none`: every plugin may call it. */
export type ImportPower = PowerName | 'none' | 'unknown';

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

const wasi: readonly (readonly [RegExp, ImportMeaning, ImportPower])[] = [
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
): { readonly meaning: ImportMeaning; readonly power: ImportPower } {
	if ((hostModules as readonly string[]).includes(module)) {
		if (isHostFunctionName(name)) return { meaning: name, power: hostFunctions[name].power ?? 'none' };
		if (name === 'memory') return { meaning: 'memory', power: 'none' };
		if (name === 'abort' || name === 'seed' || name === 'trace') return { meaning: 'runtime', power: 'none' };
	}
	if (module === WASI_MODULE) {
		const [, meaning = 'wasiOther', power = 'none'] = wasi.find(([pattern]) => pattern.test(name)) ?? [];
		return { meaning, power };
	}
	return { meaning: 'unknown', power: 'unknown' };
}
