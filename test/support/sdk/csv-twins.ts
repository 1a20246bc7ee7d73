import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileModule, root } from '../../../scripts/build-plugins/compile-plugin.ts';
import { entryOf, rustcFor } from '../../../scripts/build-plugins/rust/compile-rust.ts';
import { compiledOnce, everythingBelow } from '../values/compiled-once.ts';
import { rustModule } from './rust-module.ts';

const moduleOf = (bytes: Uint8Array): WebAssembly.Module => new WebAssembly.Module(Uint8Array.from(bytes));

export interface CsvTwins {
	/** As it is built here where a compiler is, else as it is bundled. */
	readonly rust: WebAssembly.Module;
	readonly bundled: WebAssembly.Module;
	readonly assemblyScript: WebAssembly.Module;
}

/** csv-source in both of its languages. */
export async function csvTwins(): Promise<CsvTwins> {
	const bundled = moduleOf(readFileSync(join(root, 'resources/plugins/csv-source/csv-source.wasm')));
	const hasRust = rustcFor('wasm32-unknown-unknown') !== undefined;
	return {
		rust: hasRust ? moduleOf(await rustModule(entryOf('csv-source'), { optimised: true })) : bundled,
		bundled,
		assemblyScript: moduleOf(await csvInAssemblyScript()),
	};
}

function csvInAssemblyScript(): Promise<Uint8Array> {
	const sources = ['sdk/assemblyscript/assembly', 'examples/csv-source/assembly'].map((folder) => join(root, folder));
	const decides = [
		...sources.flatMap(everythingBelow),
		readFileSync(join(root, 'scripts/build-plugins/compile-plugin.ts')),
	];
	return compiledOnce(decides, () => compileModule('examples/csv-source/assembly/index.ts'));
}
