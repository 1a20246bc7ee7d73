import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DataFlareError, type JsonValue, toDataFlareError } from '../../shared/errors/errors.ts';
import type { LogLevel } from '../../shared/host/abi.ts';
import type { ComponentType } from '../../shared/plugin/component-type.ts';
import { limitsOf } from '../../shared/plugin/component-words.ts';
import type { Manifest } from '../../shared/plugin/manifest.ts';
import type { DenialKind } from '../../shared/policy/denial-kind.ts';
import { MAX_OUTPUT_BYTES } from '../../shared/policy/limits.ts';
import { lockedDown, type SecurityPolicyInput } from '../../shared/policy/security-policy.ts';
import { createBroker } from '../broker/create-broker.ts';
import { defaultDataDir, ownPlacesOf } from '../files/own-places.ts';
import { mkdtempSync, rmSync } from '../files/user-files.ts';
import { guestSpec, kindOf, requireAbi } from '../plugins/guest-spec.ts';
import { noCeilings } from '../policy/effective-policy.ts';
import { requireConfiguration } from '../registry/configuration/require-configuration.ts';
import { dataFolderOf } from '../registry/data-folder.ts';
import { ModuleAnalyst } from '../registry/package/analyse-module.ts';
import { readPackage } from '../registry/package/read-package.ts';
import type { PackageFacts, PluginPackage } from '../registry/registry.ts';
import { ReadyComponents } from '../registry/versions/ready-components.ts';
import { outputBytes, resultOf } from '../runs/calls/call-answer.ts';
import { type CallInput, callInput } from '../runs/calls/call-input.ts';
import { createRuntime } from '../runtime/create-runtime.ts';
import { ModuleLooker } from '../runtime/look/module-looker.ts';
import { forkAdapter } from '../runtime/process/fork-adapter.ts';
import type { ProcessAdapter } from '../runtime/process-adapter.ts';
import type { CallOutcome, CallSink, GuestPool, Runtime } from '../runtime/runtime.ts';
import { agreedManifest } from './agreement.ts';
import { memoryState } from './memory-state.ts';
import { loadConfigSchema, parseArguments, parseOptions, runtimeOptionsSchema } from './parse-options.ts';
import { requireTrusted } from './require-trusted.ts';

export interface WasmRuntimeOptions {
	/**
	 * Where plugins keep their data; default: a temporary folder that `close` removes. Where it is the data folder of the
	 * manager, what is decided there on signatures holds here; without it, what is decided in the usual one does.
	 */
	readonly dataDir?: string | undefined;
	/** Absolute paths of the built sandbox and reaper; default: the ones that came with the library. */
	readonly sandboxEntry?: string | undefined;
	readonly reaperEntry?: string | undefined;
	/** How processes are started; default: `forkAdapter()`. It ends with the runtime. */
	readonly adapter?: ProcessAdapter | undefined;
	/** Environment from which allowed variables are handed on; default: this process's. */
	readonly env?: Readonly<Record<string, string | undefined>> | undefined;
	readonly onLog?: ((line: { plugin: string; at: number; level: LogLevel; message: string }) => void) | undefined;
	/** A host call that the policy refused. */
	readonly onDenied?:
		| ((denial: { plugin: string; op: string; target: string; kind: DenialKind; rule: string; reason: string }) => void)
		| undefined;
}

/**
 * How a plugin is loaded: DataFlare's plugin configuration, of which all may be absent or null. What it may do is decided
 * here, by the program that loads it, never by its manifest.
 */
export interface LoadConfig {
	/** The plugin's own name; any other is refused. */
	readonly name?: string | null | undefined;
	/** The plugin's type, under either key; of a lone module, which of the types that it has the functions of. */
	readonly type?: ComponentType | ComponentTypeWord | null | undefined;
	readonly component_type?: ComponentType | ComponentTypeWord | null | undefined;
	/** Where the plugin is loaded from; any other path is refused. Relative to the folder that the program runs in. */
	readonly module_path?: string | null | undefined;
	/** Overrides keys of the manifest's configuration. */
	readonly config?: Readonly<Record<string, JsonValue>> | null | undefined;
	/** Default: everything denied. Relative `allowed_paths` begin in the plugin's data folder. */
	readonly security_policy?: SecurityPolicyInput | null | undefined;
	/** bytes; the lowest of this, the policy's and the manifest's counts. */
	readonly memory_limit?: number | null | undefined;
	/** ms; the lowest of this, the policy's and the manifest's counts. */
	readonly timeout_ms?: number | null | undefined;
	/** bytes; a call whose output is larger fails. Default and most: 64 MiB. */
	readonly output_limit?: number | null | undefined;
	/** Limits that narrow those beside it. */
	readonly runtime_config?:
		| { readonly memory_limit?: number | null | undefined; readonly timeout_ms?: number | null | undefined }
		| null
		| undefined;
	/** Author, version, description and whatever else; told by `listPlugins`. */
	readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
}

/** A type as DataFlare's own programs spell it: `Source`. */
export type ComponentTypeWord = Capitalize<ComponentType>;

export interface LoadedPlugin {
	readonly id: string;
	readonly name: string;
	readonly package: PackageFacts;
	readonly calls: number;
	readonly failures: number;
}

interface Loaded {
	readonly package: PluginPackage;
	readonly pool: GuestPool;
	readonly outputLimit: number;
	calls: number;
	failures: number;
}

/**
 * Runs plugins from another Node program, each in a process of its own, without the registry and the history.
 * Every failure is a `DataFlareError` with a stable code.
 */
export class WasmRuntime {
	readonly #runtime: Runtime;
	readonly #looker: ModuleLooker;
	readonly #components: ReadyComponents;
	readonly #options: WasmRuntimeOptions;
	readonly #dataDir: string;
	readonly #loaded = new Map<string, Loaded>();
	#count = 0;
	#closed = false;

	constructor(options: WasmRuntimeOptions = {}) {
		parseOptions(runtimeOptionsSchema, options, 'The options of the runtime');
		this.#options = options;
		this.#dataDir = options.dataDir === undefined ? temporaryFolder() : resolve(options.dataDir);
		// The folder may be one where the program that loads plugins keeps other things, too.
		const ownPlaces = ownPlacesOf(() => ({ dataDirs: [join(this.#dataDir, 'plugin-data')] }));
		const adapter = options.adapter ?? forkAdapter({ entry: options.sandboxEntry, reaperEntry: options.reaperEntry });
		this.#looker = new ModuleLooker({ adapter });
		this.#components = new ReadyComponents(join(this.#dataDir, 'components'), (each) => this.#looker.transpile(each));
		this.#runtime = createRuntime({
			adapter,
			broker: createBroker({ state: memoryState(), env: options.env ?? process.env, ownPlaces }),
		});
	}

	/**
	 * Loads a module, or a folder with `plugin.json`, and starts it. Resolves to the id that the other calls take. Rejects
	 * with `permission_denied` for what is not signed as the person requires.
	 */
	async loadPlugin(path: string, load: LoadConfig = {}): Promise<string> {
		try {
			return await this.#load(path, load);
		} catch (thrown) {
			throw toDataFlareError(thrown);
		}
	}

	async #load(path: unknown, load: unknown): Promise<string> {
		const wanted = parseOptions(loadConfigSchema, load, 'The configuration of the plugin');
		if (typeof path !== 'string' || path === '') {
			throw new DataFlareError('configuration', 'A plugin is loaded from a path: a module, or a folder.', {
				hint: "For example loadPlugin('resources/plugins/pii-redactor').",
			});
		}
		this.#requireOpen();
		const found = await readPackage(path, {
			analyst: new ModuleAnalyst((module) => this.#looker.look(module), null, this.#components),
			files: null,
		});
		requireTrusted(this.#options.dataDir === undefined ? defaultDataDir() : this.#dataDir, found);
		const problem = found.analysis.problems[0];
		if (problem !== undefined) throw DataFlareError.fromWire(problem);
		const { analysis, module } = found;
		const manifest = agreedManifest(path, wanted, found);
		requireConfiguration(manifest, wanted.config);
		const limits = limitsOf(wanted);
		const abi = requireAbi(kindOf(manifest, analysis.abi), manifest.name);
		this.#requireOpen();
		const spec = guestSpec(
			{ manifest, module: await this.#components.runnable(analysis.sha256, module), sha256: analysis.sha256, abi },
			{
				config: wanted.config ?? undefined,
				grant: () => wanted.security_policy ?? lockedDown,
				ceilings: () => ({
					memory: limits.memory_limit ?? noCeilings.memory,
					time: limits.timeout_ms ?? noCeilings.time,
				}),
				dataFolder: dataFolderOf(this.#dataDir, manifest.name),
				env: this.#options.env ?? process.env,
			},
		);
		const pool = await this.#runtime.open(spec, this.#sink(manifest.name));
		const id = `${manifest.name}#${++this.#count}`;
		this.#loaded.set(id, {
			package: { ...found, manifest },
			pool,
			outputLimit: wanted.output_limit ?? MAX_OUTPUT_BYTES,
			calls: 0,
			failures: 0,
		});
		return id;
	}

	/**
	 * Calls an exported function with at most one argument, a JSON value (a `Uint8Array` for `bytes` plugins).
	 * Resolves to its result as a JSON value (a `Uint8Array` for `bytes` plugins), or null where it returned nothing.
	 * The values are made in this process, from as much JSON as `output_limit` allows.
	 */
	async callFunction(
		id: string,
		name: string,
		args: readonly (JsonValue | Uint8Array)[] = [],
	): Promise<JsonValue | Uint8Array> {
		const { manifest, input, outcome } = await this.#call(id, name, args);
		try {
			const result = resultOf(manifest, input, outcome);
			if (result.base64 !== undefined) return new Uint8Array(Buffer.from(result.base64, 'base64'));
			if (result.value !== undefined) return result.value;
		} catch (thrown) {
			throw toDataFlareError(thrown);
		}
		return outcome.output.kind === 'value' && outcome.output.status !== 0 ? outcome.output.status : null;
	}

	/**
	 * Calls like `callFunction` and resolves to the bytes that came out, as they are: JSON, or a JSON text on each line
	 * for `ndjson` plugins and for a list that was handed to a function that takes batches. Null where it returned
	 * nothing. Nothing is parsed, so that it costs little whatever its size.
	 */
	async callForBytes(
		id: string,
		name: string,
		args: readonly (JsonValue | Uint8Array)[] = [],
	): Promise<Uint8Array | null> {
		const { manifest, input, outcome } = await this.#call(id, name, args);
		return outputBytes(manifest, input, outcome)?.data ?? null;
	}

	async #call(
		id: string,
		fn: string,
		args: unknown,
	): Promise<{ readonly manifest: Manifest; readonly input: CallInput; readonly outcome: CallOutcome }> {
		const plugin = this.#require(id);
		plugin.calls++;
		try {
			const argument = parseArguments(fn, args);
			const { manifest } = plugin.package;
			const input = callInput(
				manifest,
				{
					fn,
					...(argument === null
						? {}
						: argument instanceof Uint8Array
							? { inputBase64: Buffer.from(argument).toString('base64') }
							: { input: argument.json }),
				},
				plugin.package.analysis.abi ?? 'dataflare/1',
			);
			const outcome = await plugin.pool.call({
				fn,
				input: input.frame,
				maxOutputBytes: plugin.outputLimit,
				sink: this.#sink(manifest.name),
			});
			return { manifest, input, outcome };
		} catch (thrown) {
			plugin.failures++;
			throw toDataFlareError(thrown);
		}
	}

	/** Lets calls under way finish, cleans up and ends the plugin's processes. */
	async unloadPlugin(id: string): Promise<void> {
		const plugin = this.#require(id);
		this.#loaded.delete(id);
		await plugin.pool.close();
	}

	listPlugins(): readonly LoadedPlugin[] {
		return [...this.#loaded].map(([id, { package: found, calls, failures }]) => {
			const { module: _, manifestBytes: __, packed: ___, ...rest } = found;
			return { id, name: found.manifest.name, package: rest, calls, failures };
		});
	}

	/** Ends everything, calls under way included. No process is left when it resolves. Idempotent. */
	async close(): Promise<void> {
		this.#closed = true;
		this.#loaded.clear();
		await this.#looker.close();
		await this.#runtime.dispose();
		if (this.#options.dataDir === undefined) rmSync(this.#dataDir, { recursive: true, force: true });
	}

	#require(id: string): Loaded {
		const plugin = this.#loaded.get(id);
		if (plugin !== undefined) return plugin;
		throw new DataFlareError('not_found', `No plugin is loaded under the id "${String(id)}".`, {
			hint: 'loadPlugin returns an id, which is valid until unloadPlugin.',
		});
	}

	#requireOpen(): void {
		if (!this.#closed) return;
		throw new DataFlareError('cancelled', 'The runtime was closed, so nothing is loaded any more.', {
			hint: 'Create a new one.',
		});
	}

	#sink(plugin: string): CallSink {
		const { onLog, onDenied } = this.#options;
		return {
			onLog: (line) => onLog?.({ plugin, ...line }),
			onHostCall: ({ op, target, denied }) => {
				if (denied !== null) onDenied?.({ plugin, op, target, ...denied });
			},
		};
	}
}

function temporaryFolder(): string {
	try {
		return mkdtempSync(join(tmpdir(), 'dataflare-'));
	} catch (cause) {
		throw new DataFlareError('storage', `No temporary folder could be created in ${tmpdir()}.`, {
			hint: 'Name a folder with `dataDir`.',
			cause,
		});
	}
}
