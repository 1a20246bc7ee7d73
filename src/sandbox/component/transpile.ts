import { DataFlareError } from '../../shared/errors/errors.ts';
import { packBundle, unpackBundle } from '../../shared/wasm/component/bundle.ts';
import { invalidComponent, tooMuchMade } from '../../shared/wasm/component/component-problems.ts';
import { asyncImports } from '../../shared/wasm/component/provided.ts';
import {
	GENERATED_FILE,
	IMPORTS_FILE,
	MAX_BUNDLE_BYTES,
	MAX_GENERATED_BYTES,
	TRANSPILER_MEMORY_BYTES,
} from '../../shared/wasm/component/transpiler.ts';
import { asyncExports } from '../../shared/wasm/component/worlds.ts';
import type { MemoryLimit } from '../memory/memory-limit.ts';
import type { LoadGenerated } from './generated-module.ts';

/** The transpiler as an instance of it shows itself (scripts/build/transpiler.ts). */
interface Transpiler {
	generate(
		component: Uint8Array,
		options: Readonly<Record<string, unknown>>,
	): { readonly files: readonly (readonly [name: string, bytes: Uint8Array])[]; readonly imports: readonly string[] };
}

/** Makes an instance of the transpiler. */
export type MakeTranspiler = () => Promise<Transpiler>;

/**
 * Readies the transpiler that came as a bundle. It is a component like any: WebAssembly that is handed nothing, under a
 * memory limit. What it is given may make it fail; an instance is used once.
 */
export async function readyTranspiler(
	bundle: Uint8Array,
	memoryLimit: MemoryLimit,
	loadGenerated: LoadGenerated,
): Promise<MakeTranspiler> {
	const files = unpackBundle(bundle);
	const modules = new Map<string, WebAssembly.Module>();
	for (const [name, bytes] of files) {
		if (name === GENERATED_FILE) continue;
		modules.set(name, new WebAssembly.Module(memoryLimit.enforce(bytes, TRANSPILER_MEMORY_BYTES)));
	}
	const { instantiate } = await loadGenerated(files.get(GENERATED_FILE) ?? new Uint8Array(0));
	const make = instantiate as (getCoreModule: (name: string) => unknown) => Promise<Transpiler>;
	return () => make((name) => modules.get(name));
}

/** Makes the bundle that runs a component. Throws `plugin_load` for what is none, or of which too much would be made. */
export async function transpile(component: Uint8Array, make: MakeTranspiler): Promise<Uint8Array> {
	const transpiler = await make();
	let generated: ReturnType<Transpiler['generate']>;
	try {
		generated = transpiler.generate(component, {
			name: GENERATED_FILE.replace(/\.js$/, ''),
			noTypescript: true,
			instantiation: { tag: 'async' },
			noNodejsCompat: true,
			base64Cutoff: 0,
			asyncMode: { tag: 'jspi', val: { imports: asyncImports, exports: asyncExports } },
		});
	} catch (thrown) {
		throw DataFlareError.fromWire(invalidComponent(reasonOf(thrown)));
	}
	const imports = new TextEncoder().encode(JSON.stringify(generated.imports));
	const made = [...generated.files.map(([name, bytes]) => ({ name, bytes })), { name: IMPORTS_FILE, bytes: imports }];
	const script = made.find(({ name }) => name === GENERATED_FILE)?.bytes.length ?? 0;
	const all = made.reduce((sum, { bytes }) => sum + bytes.length, 0);
	if (script > MAX_GENERATED_BYTES) throw tooMuchMade('JavaScript', script, MAX_GENERATED_BYTES);
	if (all > MAX_BUNDLE_BYTES) throw tooMuchMade('code', all, MAX_BUNDLE_BYTES);
	return packBundle(made);
}

/** The transpiler's own words: of what it throws the payload, without its chain of causes in between. */
function reasonOf(thrown: unknown): string {
	// It trapped on what it was given.
	if (thrown instanceof WebAssembly.RuntimeError) return 'no code could be made of it';
	const { payload } = thrown as { readonly payload?: unknown };
	const said = typeof payload === 'string' ? payload : thrown instanceof Error ? thrown.message : String(thrown);
	const causes = said.split(/\n+Caused by:\s*/);
	return (causes.at(-1) ?? said).replaceAll(/\s+/g, ' ').trim();
}
