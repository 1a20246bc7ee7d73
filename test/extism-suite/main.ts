/**
 * Runs the fixtures of Extism's own projects in real sandboxes and compares with what their own tests expect.
 * `node test/extism-suite/main.ts JS_SDK EXTISM`, each a checkout or its Git directory (or EXTISM_JS_SDK and
 * EXTISM_RUNTIME in the environment).
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import wabt from 'wabt';
import { ensureBuilt } from '../../scripts/build/ensure-built.ts';
import { createBroker } from '../../src/core/broker/create-broker.ts';
import { createRuntime } from '../../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../../src/core/runtime/process/fork-adapter.ts';
import { securityPolicySchema } from '../../src/shared/policy/security-policy.ts';
import { bundleModules } from '../../src/shared/wasm/linked-modules.ts';
import { cases, left } from './cases.ts';
import { readFixture } from './fixtures.ts';
import type { Expected, SuiteCase } from './suite-case.ts';

const [jsSdk = process.env['EXTISM_JS_SDK'], extism = process.env['EXTISM_RUNTIME']] = process.argv.slice(2);
if (jsSdk === undefined || extism === undefined) {
	process.stderr.write('Name a checkout of extism/js-sdk and one of extism/extism.\n');
	process.exit(2);
}
ensureBuilt();
const { parseWat } = await wabt();
const out = resolve(import.meta.dirname, '../../out/main');
const server = createServer((request, response) => {
	if (request.url === '/never') return;
	let data = '';
	request.on('data', (piece) => {
		data += piece;
	});
	request.on('end', () => {
		if (request.url === '/page') {
			response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>a page</html>');
		} else if (request.url === '/todos/1') {
			response.end('{"userId":1,"id":1,"title":"delectus aut autem","completed":false}');
		} else response.end(JSON.stringify({ data }));
	});
});
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const scratch = mkdtempSync(join(tmpdir(), 'dataflare-extism-suite-'));
const dataFolder = join(scratch, 'data');
mkdirSync(dataFolder);
const kept = new Map<string, Uint8Array>();
const state = {
	get: (_: string, key: string) => kept.get(key) ?? null,
	set(_: string, key: string, value: Uint8Array) {
		kept.set(key, value);
		return true;
	},
	clear: () => kept.clear(),
};
const runtime = createRuntime({
	adapter: forkAdapter({ entry: `${out}/sandbox.mjs`, reaperEntry: `${out}/reaper.mjs` }),
	broker: createBroker({ state, env: {} }),
});

function assembled(text: string): Uint8Array {
	const module = parseWat('case.wat', text);
	try {
		return Uint8Array.from(module.toBinary({}).buffer);
	} finally {
		module.destroy();
	}
}

function bytesOf(one: SuiteCase, file: string): Uint8Array {
	if (file.startsWith('(')) return assembled(file);
	return readFixture(sourceOf(one), `wasm/${file}`);
}

const sourceOf = ({ from }: SuiteCase): string => (from === 'js-sdk' ? jsSdk : extism) as string;

/** The folder that a case is granted, with its file. */
function folderOf(one: SuiteCase): string {
	const folder = mkdtempSync(join(scratch, 'granted-'));
	if (one.folder !== undefined) {
		writeFileSync(join(folder, basename(one.folder.file)), readFixture(sourceOf(one), one.folder.file));
	}
	return folder;
}

/** Null: as expected. */
function differs(
	expected: Expected,
	found: { readonly data?: Uint8Array | null; readonly error?: string; readonly at?: 'load' | 'call' },
): string | null {
	const { data = null, error } = found;
	const shown = error ?? (data === null ? 'nothing' : JSON.stringify(Buffer.from(data).toString().slice(0, 200)));
	const text = Buffer.from(data ?? []).toString();
	const holds = (): boolean => {
		if ('notLoaded' in expected) return error !== undefined && expected.notLoaded.test(error);
		if ('fails' in expected) return found.at === 'call' && error !== undefined && expected.fails.test(error);
		if (error !== undefined) return false;
		if ('nothing' in expected) return data === null;
		if ('u64' in expected) return data?.length === 8 && Buffer.from(data).readBigUInt64LE() === expected.u64;
		if ('json' in expected) return isDeepStrictEqual(JSON.parse(text), expected.json);
		return typeof expected.text === 'string' ? text === expected.text : expected.text.test(text);
	};
	return holds() ? null : shown;
}

async function run(one: SuiteCase): Promise<readonly string[]> {
	kept.clear();
	const main = one.wat === undefined ? bytesOf(one, one.file) : assembled(one.wat);
	const linked = Object.entries(one.linked ?? {}).map(([name, file]) => ({ name, bytes: bytesOf(one, file) }));
	const folder = folderOf(one);
	const readOnly = one.folder?.readOnly === true ? ':ro' : '';
	const policy = securityPolicySchema.parse({
		...(one.network === true ? { allow_network: true, allowed_hosts: [origin] } : {}),
		...(one.folder === undefined ? {} : { allow_file_system: true, allowed_paths: [folder + readOnly] }),
	});
	const paths = one.folder === undefined ? {} : { [folder]: one.folder.guest };
	const wrong: string[] = [];
	const logs: string[] = [];
	let lease: Awaited<ReturnType<typeof runtime.lease>> | null = null;
	for (const [fn, given, expected] of one.calls) {
		const input = Buffer.from(typeof given === 'string' ? given.replace('SERVER', origin) : given);
		let found: Parameters<typeof differs>[1];
		try {
			lease ??= await runtime.lease({
				plugin: 'suite',
				versionHash: 'e'.repeat(64),
				module: bundleModules(main, linked),
				guest: {
					plugin: 'suite',
					type: 'processor',
					abi: 'extism',
					encoding: 'bytes',
					batch: false,
					config: JSON.stringify(one.config ?? {}),
					extism: { functions: {}, paths, ...one.use },
					env: [],
					args: ['suite'],
				},
				memoryLimitBytes: (one.pages ?? 256) * 65_536,
				timeoutMs: one.timeoutMs ?? 20_000,
				instances: 1,
				policy: () => policy,
				dataFolder,
				onLog: (line: { readonly level: string; readonly message: string }) =>
					logs.push(`${line.level}: ${line.message}`),
			} as Parameters<typeof runtime.lease>[0]);
			try {
				const { output } = await lease.call({ fn, input: { kind: 'value', data: input } });
				found = { data: output.kind === 'value' ? output.data : null };
			} catch (error) {
				found = { error: (error as Error).message, at: 'call' };
			}
		} catch (error) {
			found = { error: (error as Error).message, at: 'load' };
		}
		const difference = differs(expected, found);
		if (difference !== null) wrong.push(`${fn}: ${difference}`);
	}
	await lease?.close();
	return wrong;
}

let failed = 0;
for (const one of cases) {
	const wrong = await run(one).catch((error: unknown) => [String(error)]);
	if (wrong.length > 0) failed += 1;
	process.stdout.write(`${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${one.from} ${one.file} (${one.calls.length} calls)\n`);
	for (const line of wrong.slice(0, 3)) process.stdout.write(`       ${line}\n`);
}
for (const [what, why] of left) process.stdout.write(`left ${what}: ${why}\n`);
process.stdout.write(`${cases.length - failed} of ${cases.length} as expected\n`);
server.closeAllConnections();
server.close();
await runtime.dispose();
rmSync(scratch, { recursive: true });
process.exitCode = failed === 0 ? 0 : 1;
