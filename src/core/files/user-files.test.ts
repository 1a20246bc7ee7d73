import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

/**
 * Another Node that passes for Electron: its `node:fs` fails on every name with a part that ends in `.asar`, and
 * `original-fs` is what Node brings. It is told to do something with the engine's functions, and prints what came.
 */
const electron = `
	import { syncBuiltinESMExports } from 'node:module';
	const fs = process.getBuiltinModule('node:fs');
	const original = { ...fs, promises: { ...fs.promises } };
	const isPacked = (path) => typeof path === 'string' && /\\.asar(?:\\/|$)/.test(path);
	const patch = (object) => {
		for (const [name, value] of Object.entries(object)) {
			if (typeof value !== 'function' || /^[A-Z]/.test(name)) continue;
			const patched = (...args) => {
				if (isPacked(args[0])) throw new Error('taken for an archive by ' + name);
				return value.apply(object, args);
			};
			object[name] = Object.assign(patched, value);
		}
	};
	patch(fs);
	patch(fs.promises);
	syncBuiltinESMExports();
	const own = process.getBuiltinModule.bind(process);
	process.getBuiltinModule = (id) => (id === 'original-fs' ? (process.env.ORIGINAL === '0' ? undefined : original) : own(id));
	Object.defineProperty(process.versions, 'electron', { value: '45.0.0' });
`;

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-user-files-'));
	mkdirSync(join(folder, 'x.asar'));
	// The head of an archive that says it is of nearly 4 GiB.
	writeFileSync(join(folder, 'bomb.asar'), Buffer.from('04000000f0ffffff', 'hex'));
	writeFileSync(join(folder, 'x.asar/y'), 'inside');
});
afterAll(() => rmSync(folder, { recursive: true }));

function inElectron(script: string, original = '1'): string {
	const preload = `data:text/javascript,${encodeURIComponent(electron)}`;
	const broker = JSON.stringify(pathToFileURL(join(import.meta.dirname, '../broker/create-broker.ts')).href);
	const files = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'user-files.ts')).href);
	const text = `
		const folder = ${JSON.stringify(folder)};
		const files = await import(${files});
		const { createBroker } = await import(${broker});
		${script}`;
	return execFileSync(process.execPath, ['--no-warnings', '--import', preload, '--input-type=module', '-e', text], {
		env: { ...process.env, ORIGINAL: original },
		encoding: 'utf8',
	}).trim();
}

it('in Electron, names that end in .asar are files and folders like others', () => {
	const read = inElectron(`
		const { readFileSync } = await import('node:fs');
		try { readFileSync(folder + '/x.asar/y'); } catch (error) { console.log(error.message); }
		console.log(String(await files.readFile(folder + '/x.asar/y')));
		console.log(files.existsSync(folder + '/bomb.asar/y'), (await files.lstat(folder + '/bomb.asar')).isFile());`);
	expect(read.split('\n')).toEqual(['taken for an archive by readFileSync', 'inside', 'false true']);
});

it('in Electron, a plugin that wrote an archive of its own making reads nothing by it', () => {
	const answered = inElectron(`
		const state = { get: () => null, set: () => false, clear: () => undefined };
		const policy = { allow_file_system: true, allowed_paths: [folder], max_write_bytes: 100, max_new_files: 9 };
		const context = { plugin: 'p', policy: () => policy, dataFolder: folder, signal: new AbortController().signal, onHostCall() {} };
		const broker = createBroker({ state, env: {} });
		const ask = async (request) => (await broker.answer({ offset: 0, max: 9, mode: 'replace', ...request }, context));
		const head = Uint8Array.from([4, 0, 0, 0, 0xf0, 0xff, 0xff, 0xff]);
		console.log((await ask({ op: 'write_file', path: folder + '/new.asar', data: head })).status);
		console.log((await ask({ op: 'read_file', path: folder + '/new.asar/y' })).status);
		console.log((await ask({ op: 'list_dir', path: folder + '/new.asar' })).status);
		console.log(String(Buffer.from((await ask({ op: 'read_file', path: folder + '/x.asar/y' })).data)));`);
	expect(answered.split('\n')).toEqual(['0', '-2', '-22', 'inside']);
});

it('in an Electron without the module, nothing goes on with the other one', () => {
	expect(() => inElectron('', '0')).toThrow('original-fs');
});
