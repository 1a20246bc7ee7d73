import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** The check's own output and exit code. */
async function check(env: Readonly<Record<string, string>>): Promise<{ output: string; code: number | null }> {
	const child = spawn(process.execPath, [join(root, 'scripts/electron-check/main.ts')], {
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const code = new Promise<number | null>((done) => child.once('exit', done));
	return { output: await text(child.stdout), code: await code };
}

describe('the check for whoever has a desktop', () => {
	it('sees on the stand-in what can be seen there, and says that it is not Electron', async () => {
		const { output } = await check({
			DATAFLARE_CHECK_STAND_IN: join(root, 'test/support/electron-stand-in/register.ts'),
		});
		const lines = output.split('\n');
		expect(lines[0]).toContain('NOT in Electron');
		for (const what of [
			'the window is shown: after',
			'a plugin process starts: {"node":',
			'views are sent without what is around them: 102 bytes',
			'a guest’s access outside of its memory is an error: RuntimeError',
			'the heap of a plugin process is limited: limited to 64 MiB',
			'exits are told as they were: exit(3) is code 3',
			'a sandbox’s last words are heard: "stopped" was heard',
			'the database opens and a plugin runs: in.ndjson was read',
			'nothing unforeseen happened: no error',
		]) {
			expect(lines.find((line) => line.includes(what)) ?? `nothing of: ${what}`).toMatch(/^OK /);
		}
		expect(output).toContain('a file named x.asar is a file');
		expect(output).toMatch(/^(OK|NOT DONE) +a process that does not start is told of/m);
		expect(output).toContain('The program ended with code 0.');
		expect(output).toContain('Not tried');
	}, 300_000);

	it('claims nothing where there is no Electron to look at', async () => {
		const { output, code } = await check({
			DATAFLARE_CHECK_STAND_IN: '',
			ELECTRON_OVERRIDE_DIST_PATH: '/there/is/no/electron/here',
			DISPLAY: '',
			WAYLAND_DISPLAY: '',
		});
		expect(output).toMatch(/^NOT DONE, nothing of it: .+\.\n$/);
		expect(code).toBe(1);
	});
});
