import { DataFlareError, type JsonValue } from '../../shared/errors.ts';
import { type ComponentType, componentFunctions } from '../../shared/plugin/component-type.ts';
import type { SecurityPolicyInput } from '../../shared/policy/security-policy.ts';
import { componentConfigSchema, parseOptions } from './parse-options.ts';
import { WasmRuntime, type WasmRuntimeOptions } from './wasm-runtime.ts';

/** A DataFlare component configuration. The program that registers it decides its policy. */
export interface ComponentConfig {
	readonly name: string;
	readonly type: ComponentType;
	/** A module, or a folder with `plugin.json`. */
	readonly module_path: string;
	readonly config?: Readonly<Record<string, JsonValue>> | undefined;
	/** Default: everything denied. */
	readonly security_policy?: SecurityPolicyInput | undefined;
	/** bytes; the lowest of this, the policy's and the manifest's counts. */
	readonly memory_limit?: number | undefined;
	/** ms; the lowest of this, the policy's and the manifest's counts. */
	readonly timeout_ms?: number | undefined;
	/** bytes; a call whose output is larger fails. Default and most: 64 MiB. */
	readonly output_limit?: number | undefined;
}

export interface ComponentStats {
	readonly total: number;
	readonly byType: Readonly<Partial<Record<ComponentType, number>>>;
	readonly calls: number;
	readonly failures: number;
	readonly components: readonly {
		readonly name: string;
		readonly type: ComponentType;
		readonly calls: number;
		readonly failures: number;
	}[];
}

/** Keeps components by name on top of a `WasmRuntime`: registered means started and ready to be called. */
export class WasmComponentManager {
	readonly #runtime: WasmRuntime;
	readonly #components = new Map<string, { readonly id: string; readonly type: ComponentType }>();

	constructor(options: WasmRuntimeOptions = {}) {
		this.#runtime = new WasmRuntime(options);
	}

	/** Rejects with `conflict` when the name is taken, `configuration` when the module is of another type. */
	async registerComponent(component: ComponentConfig): Promise<void> {
		const { name, type, module_path, ...load } = parseOptions(
			componentConfigSchema,
			component,
			'The configuration of the component',
		);
		if (this.#components.has(name)) {
			throw new DataFlareError('conflict', `A component named "${name}" is registered already.`, {
				hint: 'Unregister it first, or choose another name.',
			});
		}
		const id = await this.#runtime.loadPlugin(module_path, load);
		const found = this.#runtime.listPlugins().find((plugin) => plugin.id === id)?.package.manifest.type;
		if (found === type && !this.#components.has(name)) {
			this.#components.set(name, { id, type });
			return;
		}
		await this.#runtime.unloadPlugin(id);
		throw found === type
			? new DataFlareError('conflict', `A component named "${name}" was registered meanwhile.`)
			: new DataFlareError('configuration', `"${name}" is registered as a ${type}, but its module is a ${found}.`);
	}

	async unregisterComponent(name: string): Promise<void> {
		const { id } = this.#require(name);
		this.#components.delete(name);
		await this.#runtime.unloadPlugin(id);
	}

	/** Calls the component's own function (`process_data` of a processor, …), or another export by name. */
	async callComponent(name: string, input?: JsonValue | Uint8Array, fn?: string): Promise<JsonValue | Uint8Array> {
		const { id, type } = this.#require(name);
		return this.#runtime.callFunction(id, fn ?? componentFunctions[type][0] ?? '', input === undefined ? [] : [input]);
	}

	/** Calls like `callComponent` and resolves to the bytes that came out, unparsed; null where it returned nothing. */
	async callComponentForBytes(name: string, input?: JsonValue | Uint8Array, fn?: string): Promise<Uint8Array | null> {
		const { id, type } = this.#require(name);
		return this.#runtime.callForBytes(id, fn ?? componentFunctions[type][0] ?? '', input === undefined ? [] : [input]);
	}

	listComponents(): readonly string[] {
		return [...this.#components.keys()];
	}

	getStats(): ComponentStats {
		const plugins = new Map(this.#runtime.listPlugins().map((plugin) => [plugin.id, plugin]));
		const components = [...this.#components].map(([name, { id, type }]) => {
			const { calls = 0, failures = 0 } = plugins.get(id) ?? {};
			return { name, type, calls, failures };
		});
		const byType: Partial<Record<ComponentType, number>> = {};
		for (const { type } of components) byType[type] = (byType[type] ?? 0) + 1;
		return {
			total: components.length,
			byType,
			calls: components.reduce((sum, { calls }) => sum + calls, 0),
			failures: components.reduce((sum, { failures }) => sum + failures, 0),
			components,
		};
	}

	/** Ends every component. No process is left when it resolves. */
	async close(): Promise<void> {
		this.#components.clear();
		await this.#runtime.close();
	}

	#require(name: string): { readonly id: string; readonly type: ComponentType } {
		const component = this.#components.get(name);
		if (component !== undefined) return component;
		throw new DataFlareError('not_found', `No component named "${String(name)}" is registered.`, {
			hint: `Registered: ${this.listComponents().join(', ') || 'none'}.`,
		});
	}
}
