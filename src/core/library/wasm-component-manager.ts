import { DataFlareError, type JsonValue } from '../../shared/errors/errors.ts';
import { type ComponentType, componentFunctions } from '../../shared/plugin/component-type.ts';
import { namedType } from './agreement.ts';
import { componentConfigSchema, parseOptions } from './parse-options.ts';
import { type ComponentTypeWord, type LoadConfig, WasmRuntime, type WasmRuntimeOptions } from './wasm-runtime.ts';

/**
 * A DataFlare component configuration. The program that registers it decides its policy. `name` is the component's own:
 * several components may have one module.
 */
export type ComponentConfig = Omit<LoadConfig, 'name' | 'type' | 'component_type' | 'module_path'> & {
	readonly name: string;
	/** A module, or a folder with `plugin.json`; relative to the folder that the program runs in. */
	readonly module_path: string;
} & (
		| { readonly type: TypeName; readonly component_type?: TypeName | null | undefined }
		| { readonly component_type: TypeName; readonly type?: undefined }
	);

type TypeName = ComponentType | ComponentTypeWord;

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
		const wanted = parseOptions(componentConfigSchema(component), component, 'The configuration of the component');
		const { name, module_path, ...load } = wanted;
		const type = namedType(wanted);
		if (this.#components.has(name)) {
			throw new DataFlareError('conflict', `A component named "${name}" is already registered.`, {
				hint: 'Unregister it first, or choose another name.',
			});
		}
		const id = await this.#runtime.loadPlugin(module_path, load);
		if (type !== null && !this.#components.has(name)) {
			this.#components.set(name, { id, type });
			return;
		}
		await this.#runtime.unloadPlugin(id);
		throw new DataFlareError('conflict', `A component named "${name}" was registered meanwhile.`, {
			hint: 'Register each name once.',
		});
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
