/** Paths that nobody may hear of where the policy refuses them. `granted` is what is granted besides; null: nothing at all. */
export interface UnaskedCase {
	readonly what: string;
	readonly path: string;
	readonly granted: readonly string[] | null;
}

const each = (granted: readonly string[] | null, paths: Readonly<Record<string, string>>): readonly UnaskedCase[] =>
	Object.entries(paths).map(([what, path]) => ({ what, path, granted }));

const remote = {
	'a share': '\\\\evil.example\\share\\x',
	'a share, with slashes': '//evil.example/share/x',
	'a share, half and half': '\\/evil.example/share\\x',
	'a share alone': '\\\\evil.example\\share',
	'a server alone': '\\\\evil.example',
	'a server with data in its name': '\\\\secret-of-mine.evil.example\\a\\b',
	'a share by WebDAV over TLS': '\\\\evil.example@SSL@443\\DavWWWRoot\\x',
	'a share by WebDAV': '\\\\evil.example@8080\\DavWWWRoot\\x',
	'a share by address': '\\\\192.0.2.1\\c$\\x',
	'a share by IPv6': '\\\\2001-db8--1.ipv6-literal.net\\share\\x',
	'a share of this machine': '\\\\localhost\\c$\\windows\\win.ini',
	'a share behind the raw prefix': '\\\\?\\UNC\\evil.example\\share\\x',
	'a share behind the NT prefix': '\\??\\UNC\\evil.example\\share\\x',
	'a share behind the device prefix': '\\\\.\\UNC\\evil.example\\share\\x',
	'a pipe': '\\\\.\\pipe\\x',
	'a remote pipe': '\\\\evil.example\\pipe\\x',
	'a disk': '\\\\.\\PhysicalDrive0',
	'a raw path': '\\\\?\\C:\\other\\x',
	'a volume by its number': '\\\\?\\Volume{00000000-0000-0000-0000-000000000000}\\x',
	'another drive': 'Z:\\x',
	'another drive, climbing': 'Z:\\..\\..\\x',
	'a place on another drive that depends on its current folder': 'Z:x',
	'a place on this drive that depends on its current folder': 'C:x',
	'a path without its drive': '\\x',
	'a path without its drive, with a slash': '/x',
	'another folder': 'C:\\other\\x',
	'another folder by its short name': 'C:\\OTHER~1\\x',
	'a folder whose name begins as a granted one': 'C:\\data-more\\x',
	'outside by ..': 'C:\\data\\..\\other\\x',
	'outside by .. from the data folder': '..\\..\\other\\x',
	'a stream': 'C:\\data\\x:stream',
	'a device': 'C:\\data\\NUL',
};

export const windowsCases: readonly UnaskedCase[] = [
	...each(null, { ...remote, 'a file of its own': 'x', 'a file in the data folder': 'C:\\home\\x' }),
	...each(['./data/'], remote),
	...each(['C:\\data\\:ro', './data/'], remote),
	...each(['\\\\good.example\\share\\:ro'], { 'another share of a server': '\\\\good.example\\other\\x' }),
	...each(['\\\\good.example\\share\\:ro'], { 'a server whose name begins alike': '\\\\good.example.evil\\share\\x' }),
];

const automounted = {
	'an automounted host': '/net/evil.example/x',
	'an automounted host, listed': '/net/evil.example',
	'an automounted map': '/misc/cd/x',
	'a dead mount': '/mnt/dead/x',
	'what looks like a share': '//evil.example/share/x',
	'another folder': '/other/x',
	'outside by ..': '/data/../other/x',
	'outside by .. from the data folder': '../../other/x',
	'a folder whose name begins as a granted one': '/data-more/x',
	'two hundred names': `/other/${'x/'.repeat(200)}y`,
	'two thousand names': `/other/${'x/'.repeat(2_000)}y`,
	'the root': '/',
	'the system’s own state': '/proc/self/environ',
};

export const posixCases: readonly UnaskedCase[] = [
	...each(null, { ...automounted, 'a file of its own': 'x', 'a file in the data folder': '/home/x' }),
	...each(['./data/'], automounted),
	...each(['/data/:ro', './data/'], automounted),
];
