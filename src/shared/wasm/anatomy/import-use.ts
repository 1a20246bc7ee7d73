import { hostModules } from '../../host/abi.ts';
import { hostFunctions } from '../../host/functions.ts';
import { type HostFunctionName, isHostFunctionName } from '../../host/operations.ts';
import type { PowerName } from '../../policy/powers.ts';
import { componentCalls } from '../component/component-calls.ts';
import { type ProvidedInterface, providedImport } from '../component/provided.ts';
import { pluginPackage } from '../component/worlds.ts';
import { extismSignature } from '../extism-imports.ts';
import { isWasiFunction, WASI_MODULE } from '../wasi/wasi-preview1.ts';

/** What an imported function needs of the policy. `none`: every plugin may call it; `never`: it is always refused. */
export type ImportPower = PowerName | 'none' | 'never' | 'unknown';

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
	| 'extismMemory'
	| 'extismConfig'
	| 'extismState'
	| 'extismHttp'
	| 'extismLog'
	| 'unknown';

export interface ImportUse {
	readonly meaning: ImportMeaning;
	readonly power: ImportPower;
}

type Row = readonly [pattern: RegExp, meaning: ImportMeaning, power: ImportPower];

const wasi: readonly Row[] = [
	[/^args_/, 'wasiArguments', 'none'],
	[/^clock_/, 'wasiClock', 'none'],
	[/^environ_/, 'wasiEnvironment', 'environment'],
	[/^path_|^fd_(prestat|readdir|pread|pwrite|allocate|advise|filestat)/, 'wasiFiles', 'files'],
	[/^fd_/, 'wasiStreams', 'none'],
	[/^random_/, 'wasiRandom', 'none'],
	[/^proc_/, 'wasiExit', 'none'],
	[/^sock_/, 'wasiSockets', 'never'],
	[/./, 'wasiOther', 'none'],
];

/** What takes a path, and so opens or changes something that was not handed over open. */
const opensFiles = /^path_/;

const extism: readonly Row[] = [
	[/^http_request$/, 'extismHttp', 'network'],
	[/^http_/, 'extismHttp', 'none'],
	[/^config_/, 'extismConfig', 'none'],
	[/^var_|^kv_/, 'extismState', 'none'],
	[/log/, 'extismLog', 'none'],
	[/./, 'extismMemory', 'none'],
];

const own = `${pluginPackage.name}/`;
/** Interfaces of WASI 0.2, by what they are for. */
const interfaces: readonly (readonly [pattern: RegExp, meaning: ImportMeaning])[] = [
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

const unknown: ImportUse = { meaning: 'unknown', power: 'unknown' };

/** What an imported function is for, and which power of the policy it needs. */
export function importUse(module: string, name: string): ImportUse {
	if ((hostModules as readonly string[]).includes(module)) {
		if (isHostFunctionName(name)) return { meaning: name, power: hostFunctions[name].power ?? 'none' };
		if (name === 'memory') return { meaning: 'memory', power: 'none' };
		if (/^(abort|seed|trace|emscripten_notify_memory_growth)$/.test(name)) return { meaning: 'runtime', power: 'none' };
	}
	const provided = providedImport(module);
	if (provided !== null) return ofInterface(module, name, provided);
	if (module === WASI_MODULE) return isWasiFunction(name) ? rowFor(wasi, name) : unknown;
	return extismSignature(module, name) === null ? unknown : rowFor(extism, name);
}

/** Whether a function of WASI's opens files by their path, beside working with those that are open. */
export function opensByPath(name: string): boolean {
	return opensFiles.test(name);
}

/** What a component imports of an interface that is provided. */
function ofInterface(module: string, name: string, provided: ProvidedInterface): ImportUse {
	const plain = `${module.replace(/@.*$/, '')}#${name}`;
	const power = provided.power ?? 'none';
	if (plain.startsWith(own)) {
		const meaning = componentCalls.get(plain.slice(own.length));
		return meaning === undefined ? { meaning: 'runtime', power } : { meaning, power };
	}
	const meaning = interfaces.find(([pattern]) => pattern.test(plain))?.[1] ?? 'wasiStreams';
	if (meaning === 'wasiSockets') return { meaning, power: 'never' };
	return { meaning, power: meaning === 'wasiArguments' ? 'none' : power };
}

function rowFor(rows: readonly Row[], name: string): ImportUse {
	const [, meaning, power] = rows.find(([pattern]) => pattern.test(name)) ?? [];
	return meaning === undefined || power === undefined ? unknown : { meaning, power };
}
