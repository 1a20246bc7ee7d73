import { DataFlareError } from '../../shared/errors/errors.ts';
import type { WasmSignature } from '../../shared/host/abi.ts';
import { EXTISM_MODULE, extismSignature, extismWaits } from '../../shared/wasm/extism-imports.ts';
import { errno } from '../../shared/wasm/wasi/errno.ts';
import { WASI_MODULE } from '../../shared/wasm/wasi/wasi-preview1.ts';
import type { GuestContext } from '../imports/host-side.ts';
import { type WasiSide, wireImports } from '../imports/imports.ts';
import { type Wasi, WasiExit } from '../imports/wasi/create-wasi.ts';
import { GuestMemory } from '../memory/guest-memory.ts';
import { pagesWithin } from '../memory/memory-limit.ts';
import type { CompiledExtism, ExtismModule } from './compile-extism.ts';
import { type ExtismContext, fail, noRoom } from './context.ts';
import { createHostFunctions } from './host-functions.ts';
import { Trampolines } from './trampoline.ts';

type Exports = Readonly<Record<string, unknown>>;

interface Later {
	readonly module: string;
	readonly name: string;
	readonly signature: WasmSignature;
	readonly index: number;
}

/** Puts the modules of a plugin together: instance to instance, with no JavaScript between them. */
export class Linker {
	/** Memories that the instances which live export: what is told of their size. */
	readonly memories = new Set<WebAssembly.Memory>();
	readonly #compiled: CompiledExtism;
	readonly #context: ExtismContext;
	readonly #functions: Readonly<Record<string, (...args: never[]) => unknown>>;
	readonly #instances = new Map<string, Exports>();
	readonly #wasi: Wasi[] = [];
	readonly #side: WasiSide;
	/** What the instances that live may come to take, pages. */
	#livePages = 0;
	#later: readonly Later[] = [];
	#trampolines: Trampolines | null = null;

	constructor(compiled: CompiledExtism, context: ExtismContext, side: WasiSide) {
		this.#side = side;
		this.#compiled = compiled;
		this.#context = context;
		this.#functions = createHostFunctions(context);
	}

	/** What is kept from Extism's memory for the modules' own, pages: one instance of each, or what lives beyond that. */
	get reservedPages(): number {
		let each = 0;
		for (const { share } of this.#compiled.modules.values()) each += share.reservedPages;
		return Math.max(each, this.#livePages);
	}

	/** Instantiates everything and answers what `main` exports. Throws whatever a start function throws. */
	link(): Exports {
		const order = this.#order();
		const place = new Map(order.map(({ name }, index) => [name, index]));
		const later: Later[] = [];
		for (const [index, { outline }] of order.entries()) {
			for (const { module, name, kind, signature } of outline.imports) {
				const provider = this.#compiled.modules.get(module);
				if (kind !== 'function' || provider === undefined || provider.isCommand || signature === null) continue;
				const isLater = (place.get(module) ?? 0) >= index;
				if (isLater && !later.some((one) => one.module === module && one.name === name)) {
					later.push({ module, name, signature, index: later.length });
				}
			}
		}
		this.#later = later;
		this.#trampolines = later.length === 0 ? null : new Trampolines(later.map(({ signature }) => signature));
		for (const one of order) {
			const exports = this.#instantiate(one);
			this.#instances.set(one.name, exports);
			for (const { module, name, index } of later) {
				if (module === one.name) this.#trampolines?.lead(index, exports[name]);
			}
		}
		return this.#instances.get('main') as Exports;
	}

	/** What the linked modules export, in the order in which they were made; `main` is not among them. */
	linked(): readonly Exports[] {
		return [...this.#instances].filter(([name]) => name !== 'main').map(([, exports]) => exports);
	}

	/** Writes what a module was told is written. Null: there is nothing to write; else WASI's number of what went wrong. */
	settle(): Promise<number> | null {
		const writing = this.#wasi.map((wasi) => wasi.settle()).filter((one) => one !== null);
		if (writing.length === 0) return null;
		return Promise.all(writing).then((errors) => errors.find((error) => error !== errno.success) ?? errno.success);
	}

	/** What was thrown, or the wish of a module to end, which it carries out by a trap. */
	causeOf(thrown: unknown): unknown {
		const exit = this.#wasi.find(({ exitCode }) => exitCode !== null)?.exitCode;
		return exit == null ? thrown : new WasiExit(exit);
	}

	/** Whoever gives another a memory, table or global comes before it; functions go by trampolines where need be. */
	#order(): readonly ExtismModule[] {
		const waiting = new Map([...this.#compiled.modules].filter(([, { isCommand }]) => !isCommand));
		const order: ExtismModule[] = [];
		const needs = ({ outline }: ExtismModule, hardOnly: boolean): boolean =>
			outline.imports.some(({ module, kind }) => waiting.has(module) && (kind !== 'function' || !hardOnly));
		while (waiting.size > 0) {
			const left = [...waiting.values()].sort((a, b) => Number(a.name === 'main') - Number(b.name === 'main'));
			const next = left.find((one) => !needs(one, false)) ?? left.find((one) => !needs(one, true));
			if (next === undefined) {
				throw new DataFlareError(
					'plugin_load',
					'its modules need each other’s memories, tables or globals in a circle',
					{
						hint: 'Only functions can be linked in a circle.',
					},
				);
			}
			waiting.delete(next.name);
			order.push(next);
		}
		return order;
	}

	#instantiate(one: ExtismModule): Exports {
		const { guest, limitBytes } = this.#compiled;
		const { shape, share } = one;
		const { kernel } = this.#context;
		const livePages = this.#livePages + share.reservedPages;
		// A program that is called while it runs is there more than once.
		if (livePages + pagesWithin(kernel.memory.size) > pagesWithin(limitBytes)) {
			fail(this.#context, noRoom(kernel, null));
		}
		this.#livePages = livePages;
		const own: GuestContext = {
			host: this.#context.host,
			memory: null,
			allocator: null,
			lastError: null,
			config: new Map(),
			warned: new Set(),
		};
		const wasi = shape.imports.filter(({ module }) => module === WASI_MODULE);
		const wired = wireImports({ ...shape, imports: wasi }, guest, own, limitBytes, this.#side);
		this.#wasi.push(wired.wasi);
		const imports: Record<string, Record<string, unknown>> = { ...wired.object };
		for (const { module, name } of shape.imports) {
			if (module === WASI_MODULE) continue;
			imports[module] ??= {};
			imports[module][name] = this.#imported(module, name);
			if (imports[module][name] instanceof WebAssembly.Memory)
				own.memory = new GuestMemory(imports[module][name], limitBytes);
		}
		const { exports } = new WebAssembly.Instance(one.module, imports);
		for (const value of Object.values(exports)) if (value instanceof WebAssembly.Memory) this.memories.add(value);
		const memory = exports['memory'];
		if (memory instanceof WebAssembly.Memory) {
			own.memory = new GuestMemory(memory, limitBytes, shape.memories[0]?.maximumBytes ?? null);
		}
		return exports;
	}

	#imported(module: string, name: string): unknown {
		const provider = this.#compiled.modules.get(module);
		if (provider?.isCommand === true) return this.#fresh(provider, name);
		if (provider !== undefined) {
			const later = this.#later.find((one) => one.module === module && one.name === name);
			const there = this.#instances.get(module);
			return there === undefined && later !== undefined ? this.#trampolines?.at(later.index) : there?.[name];
		}
		const kernels = module === EXTISM_MODULE ? this.#context.kernel.linked(name) : undefined;
		if (kernels !== undefined) return kernels;
		const host = extismSignature(module, name) === null ? undefined : this.#functions[name];
		if (host === undefined || !extismWaits(name)) return host;
		return new WebAssembly.Suspending(host as (...args: never[]) => Promise<unknown>);
	}

	/**
	 * A function of a linked program: each call is one of a new instance, while the caller waits. One that can be prepared
	 * as a library is, as by Extism's JavaScript hosts.
	 */
	#fresh(provider: ExtismModule, name: string): unknown {
		return new WebAssembly.Suspending(async (...args: never[]) => {
			const before = new Set(this.memories);
			const { reservedPages } = provider.share;
			const live = this.#livePages;
			try {
				const exports = this.#instantiate(provider);
				if (name !== '_initialize' && provider.shape.functions.has('_initialize')) {
					await WebAssembly.promising(exports['_initialize'] as () => unknown)();
				}
				return await WebAssembly.promising(exports[name] as (...args: never[]) => unknown)(...args);
			} finally {
				await this.settle();
				// Where there was no room for it, nothing was reserved.
				if (this.#livePages > live) this.#livePages -= reservedPages;
				for (const memory of this.memories) if (!before.has(memory)) this.memories.delete(memory);
			}
		});
	}
}
