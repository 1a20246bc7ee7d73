import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogLevel } from '../../shared/abi.ts';
import { DataFlareError, type JsonValue } from '../../shared/errors.ts';
import { lockedDown, type SecurityPolicyInput, securityPolicySchema } from '../../shared/policy/security-policy.ts';
import { createBroker } from '../broker/create-broker.ts';
import { callInput, resultOf } from '../components/call-plugin.ts';
import { guestSpec, requireAbi } from '../components/guest-specs.ts';
import { MAX_OUTPUT_BYTES } from '../pipelines/stage.ts';
import { noCeilings } from '../policy/effective-policy.ts';
import { readPackage } from '../registry/read-package.ts';
import type { PluginPackage } from '../registry/registry.ts';
import { createRuntime } from '../runtime/create-runtime.ts';
import { forkAdapter } from '../runtime/fork-adapter.ts';
import type { ProcessAdapter } from '../runtime/process-adapter.ts';
import type { CallSink, GuestPool, Runtime } from '../runtime/runtime.ts';
import { memoryState } from './memory-state.ts';

export interface WasmRuntimeOptions {
	/** Where plugins keep their data; default: a temporary folder that `close` removes. */
	readonly dataDir?: string | undefined;
	/** Absolute paths of the built sandbox and reaper; default: beside the library. */
	readonly sandboxEntry?: string | undefined;
	readonly reaperEntry?: string | undefined;
	readonly adapter?: ProcessAdapter | undefined;
	/** Environment from which allowed variables are handed on; default: this process's. */
	readonly env?: Readonly<Record<string, string | undefined>> | undefined;
	readonly onLog?: (line: { plugin: string; at: number; level: LogLevel; message: string }) => void;
	/** A host call that the policy refused. */
	readonly onDenied?: (denial: { plugin: string; op: string; target: string; rule: string; reason: string }) => void;
}

/** How a plugin is loaded. What it may do is decided here, by the program that loads it, never by its manifest. */
export interface LoadConfig {
	/** Overrides keys of the manifest's configuration. */
	readonly config?: Readonly<Record<string, JsonValue>> | undefined;
	/** Default: everything denied. */
	readonly security_policy?: SecurityPolicyInput | undefined;
}

export interface LoadedPlugin {
	readonly id: string;
	readonly name: string;
	readonly package: Omit<PluginPackage, 'module'>;
	readonly calls: number;
	readonly failures: number;
}

interface Loaded {
	readonly package: PluginPackage;
	readonly pool: GuestPool;
	calls: number;
	failures: number;
}

/**
 * Runs plugins from another Node program, each in a process of its own, without the registry and the history.
 * Every failure is a `DataFlareError` with a stable code.
 */
export class WasmRuntime {
	readonly #runtime: Runtime;
	readonly #options: WasmRuntimeOptions;
	readonly #dataDir: string;
	readonly #loaded = new Map<string, Loaded>();
	#count = 0;

	constructor(options: WasmRuntimeOptions = {}) {
		this.#options = options;
		this.#dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'dataflare-'));
		const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
		this.#runtime = createRuntime({
			adapter:
				options.adapter ??
				forkAdapter({
					entry: options.sandboxEntry ?? beside('./sandbox.mjs'),
					reaperEntry: options.reaperEntry ?? beside('./reaper.mjs'),
				}),
			broker: createBroker({ state: memoryState(), env: options.env ?? process.env }),
		});
	}

	/** Loads a module, or a folder with `plugin.json`, and starts it. Resolves to the id that the other calls take. */
	async loadPlugin(path: string, load: LoadConfig = {}): Promise<string> {
		const found = await readPackage(path);
		const problem = found.analysis.problems[0];
		if (problem !== undefined) throw DataFlareError.fromWire(problem);
		const { manifest, analysis, module } = found;
		const grant = load.security_policy === undefined ? lockedDown : parseGrant(load.security_policy);
		const dataFolder = join(this.#dataDir, 'plugin-data', manifest.name);
		mkdirSync(dataFolder, { recursive: true });
		const abi = requireAbi(manifest.abi ?? analysis.abi, manifest.name);
		const spec = guestSpec(
			{ manifest, module, sha256: analysis.sha256, abi },
			{
				config: load.config,
				grant: () => grant,
				ceilings: () => noCeilings,
				dataFolder,
				env: this.#options.env ?? process.env,
			},
		);
		const pool = await this.#runtime.open(spec, this.#sink(manifest.name));
		const id = `${manifest.name}#${++this.#count}`;
		this.#loaded.set(id, { package: found, pool, calls: 0, failures: 0 });
		return id;
	}

	/**
	 * Calls an exported function with at most one argument, a JSON value (a `Uint8Array` for `bytes` plugins).
	 * Resolves to its result as a JSON value (a `Uint8Array` for `bytes` plugins), or null where it returned nothing.
	 */
	async callFunction(
		id: string,
		name: string,
		args: readonly (JsonValue | Uint8Array)[] = [],
	): Promise<JsonValue | Uint8Array> {
		const plugin = this.#require(id);
		if (args.length > 1) {
			throw new DataFlareError('invalid_input', `${name} takes one argument at most, and ${args.length} were given.`, {
				hint: 'Pass several values as one array or object.',
			});
		}
		const argument = args[0];
		const { manifest } = plugin.package;
		const input = callInput(manifest, {
			fn: name,
			...(argument === undefined
				? {}
				: argument instanceof Uint8Array
					? { inputBase64: Buffer.from(argument).toString('base64') }
					: { input: JSON.stringify(argument) }),
		});
		plugin.calls++;
		try {
			const outcome = await plugin.pool.call({
				fn: name,
				input: input.frame,
				maxOutputBytes: MAX_OUTPUT_BYTES,
				sink: this.#sink(manifest.name),
			});
			const result = resultOf(manifest, input, outcome);
			if (result.base64 !== undefined) return new Uint8Array(Buffer.from(result.base64, 'base64'));
			if (result.value !== undefined) return result.value;
			return outcome.output.kind === 'value' && outcome.output.status !== 0 ? outcome.output.status : null;
		} catch (error) {
			plugin.failures++;
			throw error;
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
			const { module: _, ...rest } = found;
			return { id, name: found.manifest.name, package: rest, calls, failures };
		});
	}

	/** Ends everything. No process is left when it resolves. */
	async close(): Promise<void> {
		this.#loaded.clear();
		await this.#runtime.dispose();
		if (this.#options.dataDir === undefined) rmSync(this.#dataDir, { recursive: true, force: true });
	}

	#require(id: string): Loaded {
		const plugin = this.#loaded.get(id);
		if (plugin !== undefined) return plugin;
		throw new DataFlareError('not_found', `No plugin is loaded under the id "${id}".`, {
			hint: 'Ids come from loadPlugin and end with unloadPlugin.',
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

function parseGrant(policy: SecurityPolicyInput): ReturnType<typeof securityPolicySchema.parse> {
	const parsed = securityPolicySchema.safeParse(policy);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	throw new DataFlareError(
		'configuration',
		`security_policy.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`,
	);
}
