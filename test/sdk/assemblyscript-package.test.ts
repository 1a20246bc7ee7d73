/** The AssemblyScript SDK as a package: what its README says of a plugin in a folder made elsewhere. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Guest } from '../support/guests/guest-harness.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

const root = resolve(import.meta.dirname, '../..');
const sdk = join(root, 'sdk/assemblyscript');
const readme = readFileSync(join(sdk, 'README.md'), 'utf8');
const name = '@dataflare/plugin-sdk-assemblyscript';

/** The program of the README, which must stay one that can be pasted. */
const program = /`assembly\/index\.ts`:\n\n```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
const [, options = ''] = /`npx asc (assembly\/index\.ts .*?) --outFile my-plugin\.wasm`/.exec(readme) ?? [];

const made = scratchFolder();

function run(command: string, args: readonly string[], cwd: string): string {
	const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
	expect({ status, stderr: status === 0 ? '' : stderr + stdout }).toEqual({ status: 0, stderr: '' });
	return stdout;
}

/** A folder with the package in it, and the module that the README's command makes of a program there. */
function build(folder: string, what: string, source: string): WebAssembly.Module {
	const place = join(made.path, folder);
	mkdirSync(join(place, 'assembly'), { recursive: true });
	made.put(`${folder}/package.json`, '{ "name": "my-plugin", "private": true }');
	made.put(`${folder}/assembly/index.ts`, source);
	// The compiler is the checkout's own: nothing is asked of a registry.
	run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--legacy-peer-deps', what], place);
	const asc = join(root, 'node_modules/assemblyscript/bin/asc.js');
	run(process.execPath, [asc, ...options.split(' '), '--outFile', 'my-plugin.wasm'], place);
	return new WebAssembly.Module(readFileSync(join(place, 'my-plugin.wasm')));
}

describe('the AssemblyScript SDK as a package', () => {
	it('is installed packed, and the README’s smallest plugin works with it', () => {
		expect(program).toContain(`from '${name}'`);
		run('npm', ['pack', '--pack-destination', made.path, sdk], made.path);
		const [packed = ''] = readdirSync(made.path).filter((file) => file.endsWith('.tgz'));
		const guest = new Guest(build('packed', join(made.path, packed), program));
		expect(guest.records('process_data', [{ a: 1 }, [2]])).toEqual([{ a: 1 }, [2]]);
		expect(() => guest.call('process_data', '{')).toThrow('record 1 is not JSON');
		const shipped = readdirSync(join(made.path, 'packed/node_modules', name)).sort();
		expect(shipped).toEqual([
			...['README.md', 'assembly', 'component', 'component-exports.mjs', 'index.ts', 'package.json', 'roles'],
		]);
	});

	it('is installed as a folder, and each file can be imported by itself', () => {
		const source = `import { Bytes } from '${name}/assembly/bytes';
import { writeUpper } from '${name}/assembly/letter-case';
export { alloc, dealloc } from '${name}/assembly/memory';
export function process_data(ptr: usize, length: i32): i32 {
	const out = new Bytes();
	writeUpper(out, ptr, length);
	return out.toResult();
}
`;
		const module = build('folder', sdk, source);
		expect(new Guest(module).call('process_data', '"straße"').text).toBe('"STRASSE"');
	});
});
