import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type LoadGenerated, refuseModules } from './component/generated-module.ts';

/** What a locked process may still do to itself. */
export interface LockedRealm {
	/** Layers of isolation that were tried and found in force. */
	readonly layers: readonly string[];
	/** Ends the process at once. */
	exit(code: number): never;
	/** The one way to code that did not come with the program; ours alone to go. */
	readonly loadGenerated: LoadGenerated;
}

/** What the port, timers and Node's own messages still call. Every other function of `process` is taken away. */
const keptFunctions: ReadonlySet<string> = new Set([
	'nextTick',
	'_tickCallback',
	'_fatalException',
	'emitWarning',
	'hrtime',
	'memoryUsage',
	'ref',
	'unref',
	// Node's own channel, which stands in for Electron's message port in tests.
	'send',
	'_send',
	'disconnect',
	'_disconnect',
	'_handleQueue',
	// Electron wraps the timers of its utility processes with it.
	'activateUvLoop',
]);

/** Properties of `process` that lead to files, streams or other code, besides its functions. */
const ways = ['report', 'stdin', 'stdout', 'permission', 'finalization', 'mainModule', 'domain'] as const;

/** Globals that open connections. */
const globals = ['fetch', 'WebSocket', 'EventSource', 'BroadcastChannel', 'navigator'] as const;

/** The slice of Node's permission model that is used; absent where the process was started without it. */
interface Permission {
	has(scope: string): boolean;
	drop?(scope: string): void;
}

function refused(name: string): never {
	throw new Error(`${name} is not available in a sandbox process`);
}

/**
 * Takes away what a process could do beyond talking to its parent, before any guest byte is seen. A guest cannot reach
 * any of it; this is a second wall, should V8 fail. Everything needed later must have been loaded before.
 */
export function lockRealm(): LockedRealm {
	const owned = process as unknown as Record<string, unknown>;
	const reallyExit = (owned['reallyExit'] as (code: number) => never).bind(process);
	const permission = owned['permission'] as Permission | undefined;
	for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owned))) {
		if (typeof value === 'function' && !keptFunctions.has(name)) {
			replace(owned, name, () => refused(`process.${name}`));
		}
	}
	for (const name of ways) replace(owned, name, undefined);
	// Deleted, never read or redefined: both would load the networking code that stands behind them (10 MB, 10 ms).
	for (const name of globals) Reflect.deleteProperty(globalThis, name);
	for (const name of Object.keys(process.env)) delete process.env[name];
	replace(owned, 'env', Object.freeze({}));
	const loadGenerated = refuseModules((specifier) => refused(`import of ${specifier}`));
	permission?.drop?.('fs.read');
	closeText();
	freezeWebAssembly();
	return { layers: checkLayers(owned, permission), exit: reallyExit, loadGenerated };
}

/** The prototypes of functions of each kind: their constructors make code of text. */
function functionPrototypes(): readonly Record<string, unknown>[] {
	const kinds = [() => undefined, async () => undefined, function* () {}, async function* () {}];
	return kinds.map((kind) => Object.getPrototypeOf(kind) as Record<string, unknown>);
}

/**
 * Takes away whatever makes code of text. V8's flag for it would do the same, and would cost a process more than the rest
 * of its start: Node's own code, which comes compiled, was not compiled with it.
 */
function closeText(): void {
	const refuse = (): never => refused('code from text');
	for (const prototype of functionPrototypes()) replace(prototype, 'constructor', refuse);
	for (const name of ['eval', 'Function']) replace(globalThis as unknown as Record<string, unknown>, name, refuse);
}

/** Every way from a text to code, as whoever runs JavaScript here would go it. */
function fromText(): readonly ((text: string) => unknown)[] {
	const realm = globalThis as unknown as { readonly [Name in 'eval' | 'Function']: (text: string) => unknown };
	const makers = functionPrototypes().map((prototype) => prototype['constructor'] as (text: string) => unknown);
	return [realm.eval, realm.Function, ...makers];
}

/**
 * What every guest is compiled and called with cannot be exchanged. The other intrinsics stay as they are: whoever can
 * run JavaScript here needs none of them, and V8 runs code on frozen arrays more slowly.
 */
function freezeWebAssembly(): void {
	for (const value of Object.values(Object.getOwnPropertyDescriptors(WebAssembly)).map((property) => property.value)) {
		if (typeof value === 'function' && value.prototype !== undefined) Object.freeze(value.prototype);
		if (typeof value === 'function') Object.freeze(value);
	}
	Object.freeze(WebAssembly);
}

function replace(target: Record<string, unknown>, name: string, value: unknown): void {
	try {
		Object.defineProperty(target, name, { value, writable: false, configurable: false, enumerable: false });
	} catch {
		// Some platforms fix a property themselves; the layer's check reports what holds.
	}
}

/** Each layer is tried, not assumed. */
function checkLayers(owned: Record<string, unknown>, permission: Permission | undefined): readonly string[] {
	const layers: string[] = [];
	if (permission !== undefined) {
		layers.push('permission-model');
		if (!permission.has('fs.write')) layers.push('no-file-writing');
		if (!permission.has('net')) layers.push('no-network');
		if (!permission.has('child')) layers.push('no-child-processes');
		if (!permission.has('worker')) layers.push('no-workers');
		if (!permission.has('addons')) layers.push('no-native-addons');
	}
	if (isRefused(() => closeSync(openSync(process.execPath, 'r')), 'ERR_ACCESS_DENIED')) layers.push('no-file-reading');
	if (Object.keys(process.env).length === 0) layers.push('empty-environment');
	if (isRefused(() => (owned['kill'] as (pid: number, signal: number) => void)(process.pid, 0))) {
		layers.push('no-process-kill');
	}
	if (isRefused(() => (owned['binding'] as (name: string) => void)('fs'))) layers.push('no-native-bindings');
	if (fromText().every((make) => isRefused(() => make('return 1')))) layers.push('no-code-from-text');
	if (isRefused(() => createRequire(import.meta.url)('node:net'))) layers.push('no-modules');
	if (Object.isFrozen(WebAssembly)) layers.push('frozen-webassembly');
	return layers;
}

function isRefused(attempt: () => unknown, code?: string): boolean {
	try {
		attempt();
		return false;
	} catch (error) {
		return code === undefined || (error as { code?: unknown }).code === code;
	}
}
