/**
 * Holds what is reported of modules to what the engine says of them: `npm run spec-suite -- FOLDER`, where FOLDER is a
 * checkout of WebAssembly/testsuite, or any folder with .wast and .wasm files. Nothing of it is part of this repository.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import wabt from 'wabt';
import { assemble } from './assemble.ts';
import { differenceOf } from './compare.ts';
import { modulesOf } from './wast.ts';

// Before any module is made: the engine then tells the types of what is imported and exported.
setFlagsFromString('--experimental-wasm-type-reflection');

const { parseWat } = await wabt();
const [folder] = process.argv.slice(2);
if (folder === undefined || !existsSync(folder)) {
	process.stderr.write('npm run spec-suite -- FOLDER: FOLDER is a checkout of WebAssembly/testsuite.\n');
	process.exitCode = 2;
} else await run(folder);

async function run(root: string): Promise<void> {
	const counts = { valid: 0, invalid: 0, unreadable: 0, different: 0 };
	for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted()) {
		for (const [place, bytes] of await modulesIn(join(root, file))) {
			if (bytes === null) {
				counts.unreadable += 1;
				continue;
			}
			const { isValid, difference } = differenceOf(bytes);
			counts[isValid ? 'valid' : 'invalid'] += 1;
			if (difference === null) continue;
			counts.different += 1;
			process.stdout.write(`${relative('.', join(root, file))}${place}: ${difference}\n`);
		}
	}
	const { valid, invalid, unreadable, different } = counts;
	process.stdout.write(
		`${valid + invalid} modules: ${valid} valid, ${invalid} invalid; ${different} told of otherwise than by the engine (${unreadable} texts cannot be assembled)\n`,
	);
	process.exitCode = different > 0 || valid + invalid === 0 ? 1 : 0;
}

/** Null: a text that no binary stands for. */
async function modulesIn(file: string): Promise<readonly (readonly [place: string, bytes: Uint8Array | null])[]> {
	if (file.endsWith('.wasm')) return [['', Uint8Array.from(readFileSync(file))]];
	if (!file.endsWith('.wast')) return [];
	const found: (readonly [string, Uint8Array | null])[] = [];
	for (const one of modulesOf(readFileSync(file, 'utf8'))) {
		const bytes = one.kind === 'binary' ? one.bytes : await assembled(one.text);
		found.push([`:${one.line}`, bytes]);
	}
	return found;
}

/** The second assembler knows exceptions in their older form. */
async function assembled(text: string): Promise<Uint8Array | null> {
	const bytes = await assemble(text).catch(() => null);
	if (bytes !== null) return bytes;
	try {
		const module = parseWat('module.wat', text, { exceptions: true });
		const { buffer } = module.toBinary({});
		module.destroy();
		return Uint8Array.from(buffer);
	} catch {
		return null;
	}
}
