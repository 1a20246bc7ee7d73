import { hostModules } from '../../../../shared/host/abi.ts';
import { hostFunctions } from '../../../../shared/host/functions.ts';
import { type HostFunctionName, isHostFunctionName } from '../../../../shared/host/operations.ts';
import type { PowerName } from '../../../../shared/policy/powers.ts';
import { providedImport } from '../../../../shared/wasm/component/provided.ts';
import { pluginPackage } from '../../../../shared/wasm/component/worlds.ts';
import { WASI_MODULE } from '../../../../shared/wasm/wasi-preview1.ts';
import { componentCalls } from '../../../i18n/host-functions.ts';

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

const own = `${pluginPackage.name}/`;
/** Interfaces of WASI 0.2, by what they are for. */
const interfaces: readonly (readonly [RegExp, ImportMeaning])[] = [
	[/^wasi:cli\/environment#get-arguments/, 'wasiArguments'],
	[/^wasi:cli\/environment#/, 'wasiEnvironment'],
	[/^wasi:cli\/exit#/, 'wasiExit'],
	[/^wasi:clocks\//, 'wasiClock'],
	[/^wasi:random\//, 'wasiRandom'],
	[/^wasi:filesystem\//, 'wasiFiles'],
	[/^wasi:sockets\//, 'wasiSockets'],
	[/^wasi:io\/poll#/, 'wasiOther'],
	[/./, 'wasiStreams'],
];

/** What a component imports; null: no component does, or nobody provides it. */
function ofComponent(module: string, name: string): ReturnType<typeof describeImport> | null {
	const found = providedImport(module);
	if (found === null) return null;
	const plain = `${module.replace(/@.*$/, '')}#${name}`;
	const power = found.power ?? 'none';
	if (plain.startsWith(own)) {
		const meaning = componentCalls[plain.slice(own.length)];
		return meaning === undefined ? null : { meaning, power };
	}
	const meaning = interfaces.find(([pattern]) => pattern.test(plain))?.[1] ?? 'wasiStreams';
	if (meaning === 'wasiSockets') return { meaning, power: 'unknown' };
	return { meaning, power: meaning === 'wasiArguments' ? 'none' : power };
}

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
	return ofComponent(module, name) ?? { meaning: 'unknown', power: 'unknown' };
}
