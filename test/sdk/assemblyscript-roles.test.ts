/** The classes of roles in the AssemblyScript SDK: the same examples as those of Rust and C, in real sandboxes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileModule, root } from '../../scripts/build-plugins/compile-plugin.ts';
import { Guest } from '../support/guests/guest-harness.ts';
import { sdkPromises } from '../support/sdk/sdk-examples.ts';
import { compiledOnce, everythingBelow } from '../support/values/compiled-once.ts';

const sdk = join(root, 'sdk/assemblyscript');
const version = readFileSync(join(root, 'node_modules/assemblyscript/package.json'), 'utf8');
const how = readFileSync(join(root, 'scripts/build-plugins/compile-plugin.ts'));

/** As the samples are compiled, and without a warning. */
const example = (name: string): Promise<Uint8Array> =>
	compiledOnce([version, how, name, ...everythingBelow(sdk)], () =>
		compileModule(`sdk/assemblyscript/examples/${name}.ts`, (warnings) => expect(warnings).toBe('')),
	);

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
