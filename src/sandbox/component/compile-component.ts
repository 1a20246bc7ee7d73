import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { WASM_PAGE_BYTES } from '../../shared/policy/limits.ts';
import type { GuestDescription } from '../../shared/sandbox/frames.ts';
import type { MemoryOutline } from '../../shared/wasm/binary/memory-type.ts';
import { clampMemories } from '../../shared/wasm/clamp-memory.ts';
import { unpackBundle } from '../../shared/wasm/component/bundle.ts';
import { unlinkable } from '../../shared/wasm/component/component-problems.ts';
import { exportMemory } from '../../shared/wasm/component/export-memory.ts';
import { requireModestModules } from '../../shared/wasm/component/report-component.ts';
import { GENERATED_FILE, IMPORTS_FILE } from '../../shared/wasm/component/transpiler.ts';
import { memoryKindProblems } from '../../shared/wasm/guest-needs.ts';
import type { ModuleOutline } from '../../shared/wasm/parse-module.ts';
import { type MemoryLimit, pagesWithin } from '../memory/memory-limit.ts';
import { compileBytes, parseConfig } from '../module/compile.ts';
import type { LoadGenerated } from './generated-module.ts';

/** What the generated JavaScript offers: links core modules, and answers with what the component exports. */
type Instantiate = (
	getCoreModule: (name: string) => WebAssembly.Module,
	imports: Readonly<Record<string, unknown>>,
	instantiateCore: (
		module: WebAssembly.Module,
		imports?: Record<string, Record<string, unknown>>,
	) => WebAssembly.Instance,
) => Promise<Readonly<Record<string, unknown>>>;

interface ComponentModule {
	readonly module: WebAssembly.Module;
	/** What its own memories may grow to, pages; 0: it has none. */
	readonly reservedPages: number;
}

/** A component that may be instantiated as often as needed. */
export interface CompiledComponent {
	readonly instantiate: Instantiate;
	readonly modules: ReadonlyMap<string, ComponentModule>;
	/** Interfaces that it imports, without their versions. */
	readonly imports: readonly string[];
	readonly guest: GuestDescription;
	readonly config: ReadonlyMap<string, Uint8Array>;
	readonly limitBytes: number;
	/** Whether it can ask for files through WASI. */
	readonly usesFiles: boolean;
}

/** Checks and compiles what a component was made into. Throws `plugin_load`, `memory_limit` or `configuration`. */
export async function compileComponent(
	bundle: Uint8Array,
	guest: GuestDescription,
	limitBytes: number,
	memoryLimit: MemoryLimit,
	loadGenerated: LoadGenerated,
): Promise<CompiledComponent> {
	const files = new Map(unpackBundle(bundle));
	const script = files.get(GENERATED_FILE) ?? new Uint8Array(0);
	const imports = importsIn(files.get(IMPORTS_FILE));
	files.delete(GENERATED_FILE);
	files.delete(IMPORTS_FILE);
	const names = [...files.keys()];
	// The same checks as when it was looked at: what the transpiler made is judged by them as well.
	const outlines = requireModestModules([...files.values()]);
	const [problem] = outlines.flatMap((outline) => memoryKindProblems(ownMemories(outline)));
	if (problem !== undefined) throw DataFlareError.fromWire(problem);
	const sharePages = memoryShare(outlines.flatMap(ownMemories), limitBytes);
	const modules = new Map<string, ComponentModule>();
	for (const [index, outline] of outlines.entries()) {
		const name = names[index] ?? '';
		const bytes = files.get(name) ?? new Uint8Array(0);
		const most = outline.memories.map(({ imported, minPages, maxPages }) =>
			imported ? null : Math.min(maxPages ?? Number.POSITIVE_INFINITY, minPages + sharePages),
		);
		// Its own memory is seen from outside, whoever else sees it: how large it is has to be known.
		const clamped = exportMemory(clampMemories(bytes, most));
		const reservedPages = most.reduce<number>((sum, pages) => sum + (pages ?? 0), 0);
		modules.set(name, { module: compileBytes(memoryLimit.enforce(clamped, limitBytes)), reservedPages });
	}
	const { instantiate } = await loadGenerated(script).catch((thrown: unknown) => {
		throw unlinkable(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : 'its code is none');
	});
	if (typeof instantiate !== 'function') throw unlinkable('its code offers nothing to link it by');
	const usesFiles = imports.includes('wasi:filesystem/preopens');
	const config = parseConfig(guest.config);
	return { instantiate: instantiate as Instantiate, modules, imports, guest, config, limitBytes, usesFiles };
}

function ownMemories({ memories }: ModuleOutline): readonly MemoryOutline[] {
	return memories.filter(({ imported }) => !imported);
}

/** What each memory may grow by, beyond what it begins with, so that all of them stay within the limit. pages */
function memoryShare(memories: readonly MemoryOutline[], limitBytes: number): number {
	const least = memories.reduce((sum, { minPages }) => sum + minPages, 0);
	const limit = pagesWithin(limitBytes);
	if (least <= limit) return memories.length === 0 ? 0 : Math.floor((limit - least) / memories.length);
	const minimumBytes = least * WASM_PAGE_BYTES;
	throw new DataFlareError(
		'memory_limit',
		`the component needs at least ${minimumBytes} bytes of memory; its limit is ${limitBytes} bytes`,
		{
			hint: 'Raise `memory_limit` in its manifest and `max_memory` in its grant.',
			details: because('memory_minimum', { minimumBytes, limitBytes }),
		},
	);
}

function importsIn(file: Uint8Array | undefined): readonly string[] {
	const value: unknown = JSON.parse(new TextDecoder().decode(file));
	return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}
