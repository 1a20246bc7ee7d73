import { describe, expect, it } from 'vitest';
import { type Machine, whyNotHere, whyNotThis } from './can-run.ts';

const binary = '/app/node_modules/electron/dist/electron';

/** A desktop on which nothing speaks against Electron, but for what a test says. */
function machine(change: Partial<Machine> & { readonly files?: Readonly<Record<string, string>> } = {}): Machine {
	return {
		platform: 'linux',
		env: {},
		uid: 1000,
		read: (path) => change.files?.[path] ?? null,
		isSetuidRoot: () => false,
		run: () => ({ ok: true, output: '\tlibc.so.6 => /lib/libc.so.6 (0x0)\n' }),
		...change,
	};
}

describe('whether Electron can run is known beforehand', () => {
	it.each([
		[
			'kernel.apparmor_restrict_unprivileged_userns is 1',
			'/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
			'1',
		],
		['kernel.unprivileged_userns_clone is 0', '/proc/sys/kernel/unprivileged_userns_clone', '0'],
		['user.max_user_namespaces is 0', '/proc/sys/user/max_user_namespaces', '0'],
	])('where the system forbids its sandbox: %s', (said, path, value) => {
		const files = { [path]: value };
		expect(whyNotThis(binary, machine({ files }))).toContain(said);
		// With Chromium's helper, which belongs to root, it needs none of that.
		const helped = machine({
			files,
			isSetuidRoot: (path) => path === '/app/node_modules/electron/dist/chrome-sandbox',
		});
		expect(whyNotThis(binary, helped)).toBeNull();
	});

	it('where a container forbids it, which shows when it is tried', () => {
		const contained = machine({ run: (command) => ({ ok: command !== 'unshare', output: '' }) });
		expect(whyNotThis(binary, contained)).toContain('no user namespaces');
		expect(whyNotThis(binary, machine({ run: () => null }))).toBeNull();
	});

	it('where libraries are missing, by their names', () => {
		const missing = ['libnss3.so', 'libgtk-3.so.0', 'libgbm.so.1', 'libasound.so.2'];
		const output = missing.map((name) => `\t${name} => not found\n`).join('');
		const lacking = machine({ run: (command) => ({ ok: true, output: command === 'ldd' ? output : '' }) });
		expect(whyNotThis(binary, lacking)).toBe(
			'Electron is missing system libraries (libnss3.so, libgtk-3.so.0, libgbm.so.1, …)',
		);
	});

	it('as root, and without a display', async () => {
		expect(await whyNotHere(machine({ uid: 0 }))).toContain('root');
		expect(await whyNotHere(machine())).toBe('there is no display');
	});

	it('elsewhere than on Linux nothing is asked', async () => {
		for (const platform of ['darwin', 'win32'] as const) {
			const other = machine({ platform, files: { '/proc/sys/kernel/unprivileged_userns_clone': '0' } });
			expect(await whyNotHere(other)).toBeNull();
			expect(whyNotThis(binary, other)).toBeNull();
		}
		expect(whyNotThis(binary, machine())).toBeNull();
	});
});
