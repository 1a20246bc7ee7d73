/**
 * Builds the samples that exist in Rust as well into their folders below `examples/rust`. What was built is committed.
 *
 *     npm run build:rust -- [name…]
 */
import { writeFileSync } from 'node:fs';
import { compileCrate, compileRust, entryOf, modulePath, rustSamples } from './compile-rust.ts';

const crate = compileCrate();
const names = process.argv.slice(2);
for (const name of names.length > 0 ? names : rustSamples()) {
	const module = compileRust(crate, entryOf(name), { optimised: true });
	writeFileSync(modulePath(name), module);
	console.log(`${name}: ${module.length.toLocaleString('en')} bytes`);
}
