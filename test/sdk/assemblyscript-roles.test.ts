/** The classes of roles in the AssemblyScript SDK: the same examples as those of Rust and C, in real sandboxes. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Guest } from '../support/guests/guest-harness.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { sdkPromises } from '../support/sdk/sdk-examples.ts';
import { compiledOnce, everythingBelow } from '../support/values/compiled-once.ts';

const root = resolve(import.meta.dirname, '../..');
const sdk = join(root, 'sdk/assemblyscript');
const asc = join(root, 'node_modules/assemblyscript/bin/asc.js');
const options = ['-O3', '--runtime', 'minimal', '--enable', 'simd'];
const version = readFileSync(join(root, 'node_modules/assemblyscript/package.json'), 'utf8');

const made = scratchFolder();

function compile(source: string): Uint8Array {
	const module = join(made.path, 'module.wasm');
	const { status, stderr } = spawnSync(process.execPath, [asc, source, ...options, '--outFile', module], {
		encoding: 'utf8',
	});
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	return readFileSync(module);
}

const example = (name: string): Promise<Uint8Array> =>
	compiledOnce([version, ...options, name, ...everythingBelow(sdk)], () => compile(join(sdk, `examples/${name}.ts`)));

describe('the AssemblyScript SDK’s roles', () => {
	sdkPromises(example);

	it('say at the end what `stop` says', async () => {
		const guest = Guest.start(new WebAssembly.Module(Uint8Array.from(await example('counter'))), {
			config: { count: 2 },
		});
		expect(guest.call('read_data', '').text).toBe('{"n":1}\n{"n":2}\n');
		expect(guest.call('plugin_cleanup', '').status).toBe(0);
		expect(guest.logs).toEqual([{ level: 'info', message: 'counted to 2' }]);
	});

	it('name the record that is not JSON, and go on with the next call', async () => {
		const guest = new Guest(new WebAssembly.Module(Uint8Array.from(await example('late'))));
		expect(() => guest.call('filter_data', '{"delay":20}\n{')).toThrow('record 2 is not JSON');
		expect(() => guest.call('filter_data', '{}')).toThrow('a record has no delay');
		expect(guest.call('filter_data', '{"delay":20}\n{"delay":-1}').text).toBe('true\nfalse\n');
	});

	it('are in the README as they are in the example', () => {
		const readme = readFileSync(join(sdk, 'README.md'), 'utf8');
		const source = readFileSync(join(sdk, 'examples/late.ts'), 'utf8');
		const [, program] = source.split(/^\/\/.*\n/);
		expect(readme).toContain(program?.replaceAll("'..'", "'@dataflare/plugin-sdk-assemblyscript'"));
	});
});
