import type { ProbeOp } from '../../support/guests/probe.ts';

/** `@` stands for the folder that holds the guest's `home` and, beside it, `outside`. `data/` is granted, `shown/` for reading. */
export interface FileCase {
	readonly what: string;
	readonly op: ProbeOp;
	readonly path: string;
	/** A status, or the text that comes back. */
	readonly expected: number | string;
}

const DENIED = -13;
const INVALID = -22;
const NOT_FOUND = -2;

const escapes = (what: string, path: string, expected: number | string = DENIED): readonly FileCase[] =>
	(['read', 'list', 'write', 'append'] as const).map((op) => ({ what: `${op}s ${what}`, op, path, expected }));

export const fileCases: readonly FileCase[] = [
	{ what: 'reads what it was granted', op: 'read', path: 'data/own', expected: 'granted' },
	{ what: 'reads a file that is not there', op: 'read', path: 'data/none', expected: NOT_FOUND },
	...escapes('beside its folder by ..', '../outside/secret'),
	...escapes('beside its folder by .. behind a granted name', 'data/../../outside/secret'),
	...escapes('by .. through a folder that does not exist', 'data/none/../../../outside/secret'),
	...escapes('by its absolute path', '@outside/secret'),
	...escapes('behind doubled separators', 'data//..//..//outside//secret'),
	...escapes('behind dots', 'data/./.././../outside/./secret'),
	...escapes('the root', '/'),
	...escapes('by a link to a file', 'data/link-out'),
	...escapes('by a link to a folder', 'data/folder-out/secret'),
	...escapes('by a link to a link', 'data/link-link'),
	...escapes('by a link that leads nowhere', 'data/dangling'),
	...escapes('by a link that leads to itself', 'data/loop'),
	...escapes('its whole home', '.'),
	...escapes('a folder whose name begins as a granted one', 'data-more/x'),
	...escapes('a name in other case', 'DATA/own'),
	...escapes('the environment of the program', '/proc/self/environ'),
	...escapes('the memory of the program', '/proc/self/mem'),
	...escapes('an open file of the program', '/proc/self/fd/0'),
	...escapes('the root by way of /proc', '/proc/self/root/etc/hostname'),
	...escapes('its folder by way of /proc', '/proc/self/cwd/package.json'),
	...escapes('an endless device', '/dev/zero'),
	...escapes('a terminal', '/dev/tty'),
	...escapes('a share that looks like a path', '//server/share'),
	{ what: 'reads a file that has a second name outside', op: 'read', path: 'data/hard', expected: 'secret' },
	{ what: 'appends to a second name of a file outside', op: 'append', path: 'data/hard', expected: DENIED },
	{
		what: 'replaces one of two names of a file, the other of which is outside',
		op: 'write',
		path: 'data/hard',
		expected: '',
	},
	{ what: 'reads a pipe that nobody writes to', op: 'read', path: 'data/pipe', expected: DENIED },
	{ what: 'appends to a pipe that nobody reads', op: 'append', path: 'data/pipe', expected: DENIED },
	{ what: 'reads a socket', op: 'read', path: 'data/socket', expected: DENIED },
	{ what: 'writes where it may read', op: 'write', path: 'shown/own', expected: DENIED },
	{ what: 'appends where it may read', op: 'append', path: 'shown/own', expected: DENIED },
	{
		what: 'writes by a link from where it may write to where it may read',
		op: 'write',
		path: 'data/link-shown',
		expected: DENIED,
	},
	{ what: 'reads where it may read', op: 'read', path: 'shown/own', expected: 'shown' },
	{ what: 'makes folders outside by writing below them', op: 'write', path: '../new/folder/x', expected: DENIED },
	{ what: 'writes over a granted folder', op: 'write', path: 'data/sub', expected: INVALID },
	{ what: 'writes a name that ends with a separator', op: 'write', path: 'data/new/', expected: INVALID },
	{ what: 'lists a file', op: 'list', path: 'data/own', expected: INVALID },
	{ what: 'reads a folder', op: 'read', path: 'data/sub', expected: INVALID },
	{ what: 'reads a name of ten thousand letters', op: 'read', path: `data/${'x'.repeat(10_000)}`, expected: INVALID },
	{
		what: 'reads a name that the system holds for too long',
		op: 'read',
		path: `data/${'x'.repeat(300)}`,
		expected: INVALID,
	},
	{ what: 'reads a path of a thousand folders', op: 'read', path: `data/${'x/'.repeat(1_000)}y`, expected: INVALID },
	{ what: 'reads a path of two hundred folders', op: 'read', path: `data/${'x/'.repeat(200)}y`, expected: NOT_FOUND },
	{ what: 'reads the empty name', op: 'read', path: '', expected: INVALID },
	{ what: 'reads a name that a NUL cuts short', op: 'read', path: 'data/own\0.txt', expected: INVALID },
	{ what: 'reads a replacement character', op: 'read', path: 'data/\uFFFD', expected: INVALID },
	{ what: 'reads a name with a line feed', op: 'read', path: 'data/a\nb', expected: NOT_FOUND },
	{ what: 'reads the other Unicode form of a name', op: 'read', path: 'data/cafe\u0301', expected: NOT_FOUND },
	{ what: 'reads a name in its own Unicode form', op: 'read', path: 'data/caf\u00e9', expected: 'coffee' },
	{ what: 'reads a URL', op: 'read', path: 'file:///etc/passwd', expected: DENIED },
	{ what: 'reads what looks like a home', op: 'read', path: '~/.ssh/id_rsa', expected: DENIED },
	{ what: 'reads what looks like a variable', op: 'read', path: 'data/$HOME', expected: NOT_FOUND },
	{ what: 'reads what looks like a pattern', op: 'read', path: 'data/*', expected: NOT_FOUND },
	{ what: 'reads with backslashes', op: 'read', path: '..\\outside\\secret', expected: DENIED },
	{ what: 'reads a percent-encoded ..', op: 'read', path: 'data/%2e%2e/%2e%2e/outside/secret', expected: NOT_FOUND },
	{ what: 'reads an overlong ..', op: 'read', path: 'data/\u2025/\u2025/outside/secret', expected: NOT_FOUND },
];

/** Names that Windows takes for something else than the file of that name. Decided by the same code on every platform. */
export const windowsNames: readonly (readonly [what: string, path: string])[] = [
	['a device', 'C:\\data\\NUL'],
	['a device with an extension', 'C:\\data\\nul.txt'],
	['a serial port', 'C:\\data\\COM1'],
	['a serial port in superscript', 'C:\\data\\com\u00b9'],
	['the console', 'C:\\data\\CONIN$'],
	['a printer behind a space', 'C:\\data\\LPT1 .txt'],
	['an alternate stream', 'C:\\data\\own:secret'],
	['the data stream by its full name', 'C:\\data\\own::$DATA'],
	['a trailing dot', 'C:\\data\\own.'],
	['a trailing space', 'C:\\data\\own '],
	['a device path', '\\\\.\\PhysicalDrive0'],
	['a raw path', '\\\\?\\C:\\secret'],
	['a raw path with slashes', '//?/C:/secret'],
	['another share', '\\\\server\\share\\x'],
	['another drive', 'D:\\data\\own'],
	['a path relative to a drive', 'C:own'],
	['a path without a drive', '\\data\\own'],
	['.. out of the folder', 'C:\\data\\..\\secret'],
	['.. with slashes', 'C:/data/../secret'],
	['a wildcard', 'C:\\data\\*'],
	['a short name of what is outside', 'C:\\DATA~1\\own'],
];
