import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchElectron } from './fetch-electron.ts';
import { runProgram } from './run-program.ts';

let folder: string;
let server: Server;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-fetch-'));
	// Three million bytes in three pieces, then as the path says.
	server = createServer((request, response) => {
		response.writeHead(200, { 'content-length': request.url === '/stalls' ? 4_000_000 : 3_000_000 });
		const piece = Buffer.alloc(1_000_000);
		const last = (): unknown => (request.url === '/whole' ? response.end(piece) : response.write(piece));
		response.write(piece, () => response.write(piece, last));
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(() => {
	server.closeAllConnections();
	server.close();
	rmSync(folder, { recursive: true, force: true });
});

/** An installer as Electron's: it fetches into the temporary folder, and is done when that is. */
async function run(source: string, limits: { firstMs?: number; stallMs?: number } = {}) {
	const installer = join(folder, 'install.mjs');
	const notes = join(folder, 'notes');
	const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	writeFileSync(
		installer,
		`import { mkdtempSync, writeFileSync } from 'node:fs';
		import { tmpdir } from 'node:os';
		const temporary = mkdtempSync(tmpdir() + '/electron-download-');
		writeFileSync(${JSON.stringify(notes)}, temporary);
		const get = async (path) => writeFileSync(temporary + '/zip', await (await fetch('${address}' + path)).bytes());
		${source}`,
	);
	const lines: string[] = [];
	const failure = await fetchElectron({ installer, env: process.env, show: (line) => lines.push(line), ...limits });
	return { failure, lines, temporary: readFileSync(notes, 'utf8') };
}

describe('Electron is fetched', () => {
	it('for as long as it gets on, says how far it has come, and leaves nothing behind', async () => {
		const { failure, lines, temporary } = await run(`await get('/whole');`);
		expect(failure).toBeNull();
		expect(lines.at(-1)).toBe('Downloading Electron: 3 of 3 MB');
		expect(existsSync(temporary)).toBe(false);
	});

	it('and given up where nothing more arrives, with nothing left behind', async () => {
		const { failure, lines, temporary } = await run(`await get('/stalls');`, { stallMs: 1_000 });
		expect(failure).toBe('the download stalled');
		expect(lines.length).toBeGreaterThan(0);
		expect(existsSync(temporary)).toBe(false);
	});

	it('and given up where nothing ever arrives', async () => {
		const { failure } = await run(`setInterval(() => undefined, 1000); await new Promise(() => undefined);`, {
			firstMs: 3_000,
		});
		expect(failure).toBe('the download stalled');
	});

	it('and says at once where it cannot be reached', async () => {
		const { failure } = await run(`await fetch('http://127.0.0.1:59001/');`);
		expect(failure).toMatch(/cannot be reached \(ECONNREFUSED\)/);
	});

	it('and says what its installer says', async () => {
		const { failure, temporary } = await run(`throw new Error('the checksum differs');`);
		expect(failure).toContain('the checksum differs');
		expect(existsSync(temporary)).toBe(false);
	});
});

describe.runIf(process.platform !== 'win32')('a program that ends at once', () => {
	it.each([
		[`process.kill(process.pid, 'SIGTRAP')`, { fault: 'it ended by SIGTRAP' }],
		['process.exit(133)', { code: 133, fault: 'it ended by signal 5' }],
		['process.exit(127)', { code: 127, fault: 'it cannot be loaded' }],
		['process.exit(1)', { code: 1, fault: null }],
		['process.exit(130)', { code: 0, fault: null }],
		['', { code: 0, fault: null }],
	])('(%s) is at fault only where no program chooses to end so', async (source, ended) => {
		expect(await runProgram(process.execPath, ['-e', `${source};`])).toMatchObject(ended);
	});

	it('and one that is not there is told of', async () => {
		expect((await runProgram('/there/is/no/such/program', [])).fault).toContain('ENOENT');
	});
});
