import { compileCrate, compileRust, rustInputs } from '../../../scripts/build-plugins/rust/compile-rust.ts';
import { compiledOnce } from '../values/compiled-once.ts';

/** The module of a plugin in Rust, which is compiled once on a machine. */
export async function rustModule(entry: string, { optimised }: { optimised: boolean }): Promise<Uint8Array> {
	const crate = await compiledOnce(rustInputs(), compileCrate);
	return compiledOnce([...rustInputs(entry), String(optimised)], () => compileRust(crate, entry, { optimised }));
}
