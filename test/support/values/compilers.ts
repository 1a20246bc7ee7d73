import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { compiledOnce, everythingBelow } from './compiled-once.ts';

export const examples = resolve(import.meta.dirname, '../../../examples');

export { rustcFor } from '../../../scripts/build-plugins/rust/compile-rust.ts';

export const clang = ['clang', 'wasm-ld'].every((each) => spawnSync(each, ['--version']).status === 0)
	? 'clang'
	: undefined;

/** The arguments of a compiler's command line as a README shows it, without its output; `of`: the line that says this. */
export function shownArguments(readme: string, compiler: string, of = '--target'): readonly string[] {
	const lines = readFileSync(join(examples, readme), 'utf8').split('\n');
	const line = lines.find((each) => each.startsWith(`${compiler} `) && each.includes(of)) ?? '';
	const args = line.split(' ').slice(1);
	return args.toSpliced(args.indexOf('-o'), 2);
}

/** What is said of the compiler and the linker, asked once. */
const versions = new Map<string, readonly string[]>();

function versionsOf(compiler: string): readonly string[] {
	const asked = [
		[compiler, '-vV'],
		[compiler, '--version'],
		['wasm-ld', '--version'],
	];
	const known =
		versions.get(compiler) ??
		asked.map(([command = '', ...args]) => spawnSync(command, args, { encoding: 'utf8' }).stdout ?? '');
	versions.set(compiler, known);
	return known;
}

/** Whether the module in a folder is, byte for byte, the one that is committed with an example: then it does the same. */
export function isAsCommitted(name: string, folder: string): boolean {
	const { module_path } = JSON.parse(readFileSync(join(examples, name, 'plugin.json'), 'utf8')) as {
		module_path: string;
	};
	return readFileSync(join(folder, module_path)).equals(readFileSync(join(examples, name, module_path)));
}

/**
 * Compiles an example into a folder of its own below `into`, with its `plugin.json`; what the compiler says is part of a
 * failure. `cwd`: where the command line is typed, below `examples`.
 */
export async function compileExample(
	name: string,
	{ compiler, args, cwd, into }: Readonly<{ compiler: string; args: readonly string[]; cwd: string; into: string }>,
): Promise<string> {
	const folder = join(into, name.replaceAll('/', '-'));
	mkdirSync(folder, { recursive: true });
	const manifest = join(examples, name, 'plugin.json');
	copyFileSync(manifest, join(folder, 'plugin.json'));
	const { module_path } = JSON.parse(readFileSync(manifest, 'utf8')) as { module_path: string };
	const output = join(folder, module_path);
	const place = join(examples, cwd);
	const module = await compiledOnce([...versionsOf(compiler), ...args, ...everythingBelow(place)], () => {
		rmSync(output, { force: true });
		const { status, stderr } = spawnSync(compiler, [...args, '-o', output], { cwd: place, encoding: 'utf8' });
		expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
		return readFileSync(output);
	});
	// It goes to others: where it was built is nobody's business.
	for (const place of [examples, homedir()]) expect(Buffer.from(module).toString('latin1')).not.toContain(place);
	writeFileSync(output, module);
	return folder;
}
