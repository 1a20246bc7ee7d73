import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { resourcesDir } from '../support/built.ts';
import { bytesOf, leb, named, section } from '../support/guests/wasm-bytes.ts';
import { wat } from '../support/guests/wat.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-inspect-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const producers = section(0, named('producers'), [1], named('processed-by'), leb(1), named('clang'), named('21.1.4'));
const pathOpen =
	'(import "wasi_snapshot_preview1" "path_open" (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))';
const environ = '(import "wasi_snapshot_preview1" "environ_get" (func (param i32 i32) (result i32)))';
const processor =
	'(memory (export "memory") 2) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0))';

async function written(name: string, fields: string, manifest?: object): Promise<string> {
	const module = bytesOf(await wat(`(module ${fields})`), producers);
	if (manifest === undefined) {
		writeFileSync(join(folder, `${name}.wasm`), module);
		return join(folder, `${name}.wasm`);
	}
	mkdirSync(join(folder, name));
	writeFileSync(join(folder, name, 'plugin.wasm'), module);
	const whole = { name, type: 'processor', module_path: './plugin.wasm', ...manifest };
	writeFileSync(join(folder, name, 'plugin.json'), JSON.stringify(whole));
	return join(folder, name);
}

it('says what a module is, was made with, and can reach at most, whatever its manifest says', async () => {
	const { code, out } = await runCliHere(folder, ['inspect', await written('quiet', processor)]);
	expect(code).toBe(0);
	expect(out).toContain('Kind: a plugin of DataFlare’s interface, version 1');
	expect(out).toContain('Made with, it says: "clang 21.1.4"');
	expect(out).toMatch(/Contents: \d+ B of code in 1 function, .*stripping would save \d+ B/);
	expect(out).toContain('No files: it imports nothing that opens them.');
	expect(out).toContain('No network: it imports nothing that reaches it.');
	expect(out).toContain('No environment variables: it imports nothing that reads them.');
	expect(out).toContain('granted: at least 128 KiB of memory');
});

it('says of a WASI module that it opens files where it does not ask for them, and not what its library imports', async () => {
	const path = await written('opens', `${pathOpen} ${environ} ${processor}`, {});
	const { out } = await runCliHere(folder, ['inspect', path]);
	expect(out).toContain('Files that you grant, by path_open');
	expect(out).toContain('Environment variables that you grant, by environ_get');
	expect(out).toContain('granted: files, environment, at least 128 KiB of memory');
	expect(out).toContain('! Its code can call path_open, but it does not ask for files.');
	expect(out).not.toContain('does not ask for environment');
	const asks = { security_policy: { allow_file_system: true, allowed_paths: ['./data/'] } };
	const asking = await runCliHere(folder, ['inspect', await written('asks', `${pathOpen} ${processor}`, asks)]);
	expect(asking.out).not.toContain('does not ask for files');
});

it('says of what cannot run all that keeps it from running, and what would help with each', async () => {
	const path = await written('bound', '(import "wbg" "log" (func)) (func (export "run"))');
	const { code, out } = await runCliHere(folder, ['inspect', path]);
	expect(code).toBe(1);
	expect(out).toContain('Kind: built by wasm-bindgen for JavaScript');
	expect(out).toContain('Not available here: wbg.log');
	expect(out.match(/cannot be loaded: /g)).toHaveLength(3);
	expect(out.match(/what would help: /g)).toHaveLength(3);
	const json = JSON.parse((await runCliHere(folder, ['--json', 'inspect', path])).out);
	expect(json.error.details.module).toMatchObject({
		anatomy: { kind: 'made_by_wasm_bindgen', tools: [{ name: 'clang' }] },
		problems: [{}, { details: { reason: 'memory_not_exported' } }, { details: { reason: 'no_function' } }],
	});
});

it('says of a plugin that comes with the program that it does, before it is installed, when it is, and after', async () => {
	const brought = join(resourcesDir, 'plugins/row-filter');
	const says = 'Signature: none; it comes with DataFlare';
	expect((await runCliHere(folder, ['inspect', brought])).out).toContain(says);
	const asked = await runCliHere(folder, ['install', brought], 'n\n', undefined, true);
	expect(asked.out + asked.err).toContain(says);
	expect(await runCliHere(folder, ['install', brought, '--yes'])).toMatchObject({ code: 0 });
	expect((await runCliHere(folder, ['inspect', 'row-filter'])).out).toContain(says);
	const other = await runCliHere(folder, ['inspect', await written('other', processor, {})]);
	expect(other.out).toMatch(/Signature: none$/m);
});
