import { describe, expect, it } from 'vitest';
import { findBrowser, hasDisplay, type Machine } from './find-browser.ts';

const machine = (
	platform: NodeJS.Platform,
	installed: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Machine => ({ platform, env, home: '/home/ann', isExecutable: (path) => installed.includes(path) });

describe('an installed browser', () => {
	it.each([
		['linux', '/usr/bin/google-chrome', { PATH: '/bin:/usr/bin' }],
		['linux', '/usr/bin/chromium', { PATH: '/bin:/usr/bin' }],
		['linux', '/snap/bin/chromium', { PATH: '/bin' }],
		['linux', '/opt/bin/microsoft-edge', { PATH: '/opt/bin' }],
		['linux', '/usr/bin/brave-browser', { PATH: '/usr/bin' }],
		['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', {}],
		['darwin', '/home/ann/Applications/Brave Browser.app/Contents/MacOS/Brave Browser', {}],
		['win32', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', { PROGRAMFILES: 'C:\\Program Files' }],
		['win32', 'C:\\X\\Microsoft\\Edge\\Application\\msedge.exe', { 'PROGRAMFILES(X86)': 'C:\\X' }],
		['win32', 'C:\\L\\BraveSoftware\\Brave-Browser\\Application\\brave.exe', { LOCALAPPDATA: 'C:\\L' }],
	] as const)('on %s is found at %s', (platform, path, env) => {
		expect(findBrowser(machine(platform, [path], env))).toBe(path);
	});

	it('is not made up where there is none, nor looked for in relative folders', () => {
		expect(findBrowser(machine('linux', [], { PATH: '/usr/bin' }))).toBeNull();
		expect(findBrowser(machine('linux', ['./chromium', 'bin/chromium', 'chromium'], { PATH: '.:bin:' }))).toBeNull();
		expect(findBrowser(machine('win32', []))).toBeNull();
	});

	it('can be named, and then no other is taken', () => {
		const env = { PATH: '/usr/bin', DATAFLARE_BROWSER: '/opt/mine' };
		expect(findBrowser(machine('linux', ['/usr/bin/chromium', '/opt/mine'], env))).toBe('/opt/mine');
		expect(findBrowser(machine('linux', ['/usr/bin/chromium'], env))).toBeNull();
	});
});

describe('a screen', () => {
	it('is what Linux says it has, and taken for granted elsewhere', () => {
		expect(hasDisplay(machine('linux', []))).toBe(false);
		expect(hasDisplay(machine('linux', [], { DISPLAY: '' }))).toBe(false);
		expect(hasDisplay(machine('linux', [], { DISPLAY: ':0' }))).toBe(true);
		expect(hasDisplay(machine('linux', [], { WAYLAND_DISPLAY: 'wayland-0' }))).toBe(true);
		expect(hasDisplay(machine('darwin', []))).toBe(true);
		expect(hasDisplay(machine('win32', []))).toBe(true);
	});
});
