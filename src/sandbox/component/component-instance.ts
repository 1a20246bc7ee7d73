import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { WASM_PAGE_BYTES } from '../../shared/policy/limits.ts';
import {
	command,
	componentRoles,
	isCommandExport,
	lifecycle,
	type RoleExport,
} from '../../shared/wasm/component/worlds.ts';
import type { HostSide } from '../imports/host-side.ts';
import type { WasiSide } from '../imports/imports.ts';
import { WasiExit } from '../imports/wasi/create-wasi.ts';
import { GuestMemory } from '../memory/guest-memory.ts';
import { pagesWithin } from '../memory/memory-limit.ts';
import { requireWritten } from '../module/instance.ts';
import type { CompiledComponent } from './compile-component.ts';
import { type ComponentImports, componentImports } from './component-imports.ts';

/** What the host calls once in the life of an instance, as functions of the plugin ABI. */
const lifecycleExport: RoleExport = {
	interface: lifecycle.interface,
	functions: { plugin_init: lifecycle.init, plugin_cleanup: lifecycle.cleanup },
};

type ComponentFunction = (...args: readonly unknown[]) => unknown;

/** One live instance of a component, with what is needed to call it. */
export class ComponentInstance {
	/** Number of the record under way, from 1; 0 where none is. */
	record = 0;
	/** A component says what failed by what it answers. */
	readonly lastError = null;
	readonly #compiled: CompiledComponent;
	readonly #side: WasiSide;
	readonly #imports: ComponentImports;
	readonly #memories = new Set<WebAssembly.Memory>();
	#reservedPages = 0;
	#exports: Readonly<Record<string, unknown>> = {};

	constructor(compiled: CompiledComponent, host: HostSide, side: WasiSide) {
		this.#compiled = compiled;
		this.#side = side;
		const { guest, config, imports } = compiled;
		this.#imports = componentImports(imports, { ...side, host, config, args: guest.args, env: guest.env });
	}

	/** Links its modules and runs their start functions. Rejects with whatever those throw. */
	async start(): Promise<void> {
		const { instantiate, modules } = this.#compiled;
		const reserved = new Map([...modules.values()].map(({ module, reservedPages }) => [module, reservedPages]));
		const getCoreModule = (name: string): WebAssembly.Module => {
			const found = modules.get(name);
			if (found === undefined) throw new DataFlareError('plugin_load', 'the component wants a module that it has not');
			return found.module;
		};
		this.#exports = await instantiate(getCoreModule, this.#imports.object, (module, imports) => {
			this.#reserve(reserved.get(module) ?? 0);
			const instance = new WebAssembly.Instance(module, imports);
			for (const value of Object.values(instance.exports)) {
				if (value instanceof WebAssembly.Memory) this.#memories.add(value);
			}
			return instance;
		});
	}

	/** Modules of a component may be instantiated several times. Throws `memory_limit` where their memories are too many. */
	#reserve(pages: number): void {
		this.#reservedPages += pages;
		const { limitBytes } = this.#compiled;
		if (this.#reservedPages <= pagesWithin(limitBytes)) return;
		const minimumBytes = this.#reservedPages * WASM_PAGE_BYTES;
		throw new DataFlareError('memory_limit', 'the component makes more memories than its limit has room for', {
			hint: 'Raise `memory_limit` in its manifest and `max_memory` in its grant.',
			details: because('memory_minimum', { minimumBytes, limitBytes }),
		});
	}

	/** Size of its memories together, bytes. */
	get memoryBytes(): number {
		return [...this.#memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
	}

	/** The largest of its memories, to tell by it whether it ran out; null: it has none. */
	get memory(): GuestMemory | null {
		const [first] = [...this.#memories].sort((a, b) => b.buffer.byteLength - a.buffer.byteLength);
		return first === undefined ? null : new GuestMemory(first, this.#compiled.limitBytes);
	}

	/** What stands for a function of the plugin ABI, by that name or by its own; null: it is not exported. */
	find(fn: string): { readonly abi: string; readonly call: ComponentFunction } | null {
		for (const role of [...Object.values(componentRoles), lifecycleExport]) {
			for (const [abi, name] of Object.entries(role.functions)) {
				if (fn !== abi && fn !== `${role.interface}#${name}`) continue;
				const call = this.#exported(role, name);
				return call === null ? null : { abi, call };
			}
		}
		return null;
	}

	#exported({ interface: of }: RoleExport, name: string): ComponentFunction | null {
		const instance = Object.hasOwn(this.#exports, of) ? this.#exports[of] : undefined;
		if (typeof instance !== 'object' || instance === null || !Object.hasOwn(instance, name)) return null;
		const found = (instance as Readonly<Record<string, unknown>>)[name];
		return typeof found === 'function' ? (found as ComponentFunction) : null;
	}

	/** Names of the functions that can be called, as the component has them. */
	get callable(): readonly string[] {
		// Filled one by one: what `flatMap` makes counts as an array with holes, which no frame is made of.
		const names: string[] = [];
		for (const role of Object.values(componentRoles)) {
			for (const name of Object.values(role.functions)) {
				if (this.#exported(role, name) !== null) names.push(`${role.interface}#${name}`);
			}
		}
		return names;
	}

	flushOutput(): void {
		this.#side.streams.flush();
	}

	/** Writes what the component was told is written. Null: there is nothing to write; else throws where it cannot be. */
	settle(): Promise<void> | null {
		const writing = this.#imports.settle();
		return writing === null ? null : writing.then(requireWritten);
	}

	/** A call begins. */
	begin(): void {
		this.record = 0;
		this.#imports.begin();
	}

	/** A call is over: nothing more is asked on its behalf. `isOver`: so is the instance. */
	rest(isOver: boolean): Promise<void> {
		return this.#imports.rest(isOver);
	}

	/** Of a program: from its beginning to its end. Rejects with whatever that throws; an answer of failure is exit code 1. */
	async run(): Promise<void> {
		const name = Object.keys(this.#exports).find(isCommandExport) ?? '';
		const run = this.#exported({ interface: name, functions: {} }, command.run);
		if (run === null) throw new DataFlareError('plugin_load', 'the component exports no program that could be run');
		try {
			await run();
		} catch (thrown) {
			throw isAnswerOfFailure(thrown) ? new WasiExit(1) : thrown;
		}
		this.requireGoing();
	}

	/** Throws where the component ended itself, whatever it went on to answer. */
	requireGoing(): void {
		const { exitCode } = this.#imports;
		if (exitCode !== null) throw new WasiExit(exitCode);
	}

	/** What was thrown, or the component's own wish to end. */
	causeOf(thrown: unknown): unknown {
		const { exitCode } = this.#imports;
		return exitCode === null ? thrown : new WasiExit(exitCode);
	}
}

/** What the linking code throws where a function answers with the error of its `result`: here one without a value. */
function isAnswerOfFailure(thrown: unknown): boolean {
	return thrown instanceof Error && !(thrown instanceof WasiExit) && Object.hasOwn(thrown, 'payload');
}
