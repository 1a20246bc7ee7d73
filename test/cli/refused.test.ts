import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wat } from '../support/guests/wat.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-refused-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a lone module that is no plugin', () => {
	it('is shown with all that it holds and all that is wrong with it', async () => {
		const file = join(folder, 'bound.wasm');
		writeFileSync(
			file,
			await wat(`(module (import "wbg" "__wbg_log" (func)) (import "env" "host_log" (func (param i32)))
				(memory 1 3) (func (export "process_data") (param i64) (result i64) (i64.const 0)) (func (export "run")))`),
		);
		const { code, out, err } = await runCliHere(folder, ['inspect', file]);
		expect(code).toBe(1);
		expect(err).toMatch(/^error\[plugin_load\]: The module is built by wasm-bindgen for JavaScript\..*wbg\.__wbg_log/);
		expect(err).toContain('hint: Build the crate as a cdylib');
		expect(out).toContain('Imports: wbg.__wbg_log, env.host_log');
		expect(out).toContain('Exports: process_data, run');
		expect(out).toContain('Memory: from 64 KiB to 192 KiB');
		expect(out.match(/cannot be loaded: /g)).toHaveLength(4);
		expect(out).toContain('It imports env.host_log as (i32) -> ()');
		expect(out).toContain('exports no memory');
		const json = JSON.parse((await runCliHere(folder, ['--json', 'inspect', file])).out);
		expect(json.error.details).toMatchObject({ reason: 'made_by_wasm_bindgen', module: { exports: { more: 0 } } });
	});

	it('is shown as well where nothing is wrong with it but that it does nothing', async () => {
		const file = join(folder, 'idle.wasm');
		writeFileSync(file, await wat('(module (memory (export "memory") 1) (func (export "run")))'));
		const { code, out, err } = await runCliHere(folder, ['inspect', file]);
		expect([code, err]).toEqual([1, expect.stringContaining('exports no component function')]);
		expect(out).toContain('Exports: memory, run');
	});
});

describe('a manifest', () => {
	it('in another encoding is refused by its name', async () => {
		const text = JSON.stringify({ name: 'wide', type: 'processor', module_path: './p.wasm' });
		for (const [name, bytes, words] of [
			['utf16', Buffer.from(`\ufeff${text}`, 'utf16le'), 'plugin.json is in UTF-16.'],
			['latin1', Buffer.from(text.replace('wide', 'weit\xe9'), 'latin1'), 'plugin.json is not in UTF-8.'],
		] as const) {
			mkdirSync(join(folder, name));
			writeFileSync(join(folder, name, 'plugin.json'), bytes);
			const { code, err } = await runCliHere(folder, ['inspect', join(folder, name)]);
			expect([code, err]).toEqual([1, expect.stringContaining(words)]);
		}
	});

	it('may write the hash of its module in capitals', async () => {
		const path = join(folder, 'capitals');
		mkdirSync(path);
		const module = await wat(
			'(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))',
		);
		writeFileSync(join(path, 'p.wasm'), module);
		const { createHash } = await import('node:crypto');
		const sha256 = createHash('sha256').update(module).digest('hex').toUpperCase();
		const manifest = { name: 'capitals', type: 'processor', module_path: './p.wasm', sha256 };
		writeFileSync(join(path, 'plugin.json'), JSON.stringify(manifest));
		expect(await runCliHere(folder, ['inspect', path])).toMatchObject({ code: 0 });
		writeFileSync(join(path, 'plugin.json'), JSON.stringify({ ...manifest, sha256: sha256.replace(/^./, 'G') }));
		expect((await runCliHere(folder, ['inspect', path])).err).toContain('64 hexadecimal digits');
	});
});
