import { readFileSync } from 'node:fs';
import { entryOf, modulePath, rustcFor } from '../../../scripts/build-plugins/rust/compile-rust.ts';
import { samplePlugin } from '../guests/guest-harness.ts';
import { rustModule } from './rust-module.ts';

const moduleOf = (bytes: Uint8Array): WebAssembly.Module => new WebAssembly.Module(Uint8Array.from(bytes));

export interface CsvTwins {
	/** As it is built here where a compiler is, else as it was committed. */
	readonly rust: WebAssembly.Module;
	readonly committed: WebAssembly.Module;
	readonly assemblyScript: WebAssembly.Module;
}

/** csv-source in both of its languages. */
export async function csvTwins(): Promise<CsvTwins> {
	const committed = moduleOf(readFileSync(modulePath('csv-source')));
	const hasRust = rustcFor('wasm32-unknown-unknown') !== undefined;
	const rust = hasRust ? moduleOf(await rustModule(entryOf('csv-source'), { optimised: true })) : committed;
	return { rust, committed, assemblyScript: samplePlugin('csv-source') };
}
