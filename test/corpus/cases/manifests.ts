/** A `plugin.json` for a module that is a processor. Expected: the code that refuses it, or `ok`. */
export interface ManifestCase {
	readonly what: string;
	readonly text: string | Uint8Array;
	readonly expected: 'ok' | 'configuration' | 'plugin_load' | 'not_found';
}

const base = '"name":"p","type":"processor","module_path":"./p.wasm"';
const json = (rest: string): string => `{${base},${rest}}`;
const whole = (name: string, path = './p.wasm', type = 'processor'): string =>
	JSON.stringify({ name, type, module_path: path });

export const manifestCases: readonly ManifestCase[] = [
	{ what: 'is what it should be', text: `{${base}}`, expected: 'ok' },
	{ what: 'is empty', text: '', expected: 'configuration' },
	{ what: 'is cut off', text: `{${base}`, expected: 'configuration' },
	{ what: 'is a list', text: '[]', expected: 'configuration' },
	{ what: 'is null', text: 'null', expected: 'configuration' },
	{ what: 'is a number', text: '1e400', expected: 'configuration' },
	{ what: 'is no text', text: Uint8Array.of(0xff, 0xfe, 0x00), expected: 'configuration' },
	{ what: 'begins with a byte order mark', text: `\uFEFF{${base}}`, expected: 'ok' },
	{ what: 'is larger than any manifest', text: json(`"more":"${'x'.repeat(1_100_000)}"`), expected: 'plugin_load' },
	{
		what: 'is nested a hundred thousand deep',
		text: json(`"config":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
		expected: 'configuration',
	},
	{ what: 'has unknown fields', text: json('"unknown":1,"metadata":{"more":[1]}'), expected: 'ok' },
	{
		what: 'has unknown fields in its policy',
		text: json('"security_policy":{"allow_everything":true}'),
		expected: 'configuration',
	},
	{ what: 'pollutes the prototype', text: json('"__proto__":{"allow_network":true}'), expected: 'configuration' },
	{
		what: 'pollutes the prototype of its policy',
		text: json('"security_policy":{"__proto__":{"allow_network":true}}'),
		expected: 'configuration',
	},
	{
		what: 'pollutes the prototype in escapes',
		text: json('"\\u005f_proto__":{"allow_network":true}'),
		expected: 'configuration',
	},
	{
		what: 'pollutes by way of the constructor',
		text: json('"constructor":{"prototype":{"polluted":1}}'),
		expected: 'ok',
	},
	{
		what: 'names its policy twice',
		text: json('"security_policy":{},"security_policy":{"allow_network":true}'),
		expected: 'configuration',
	},
	{
		what: 'names a power twice',
		text: json('"security_policy":{"allow_network":false,"allow_network":true}'),
		expected: 'configuration',
	},
	{
		what: 'names a key twice, once in escapes',
		text: json('"security_policy":{"allow_network":false,"allow\\u005fnetwork":true}'),
		expected: 'configuration',
	},
	{
		what: 'grants a power with a text',
		text: json('"security_policy":{"allow_network":"false"}'),
		expected: 'configuration',
	},
	{
		what: 'grants a power with a number',
		text: json('"security_policy":{"allow_network":1}'),
		expected: 'configuration',
	},
	{ what: 'lists paths as a text', text: json('"security_policy":{"allowed_paths":"/"}'), expected: 'configuration' },
	{ what: 'asks for memory without end', text: json('"memory_limit":1e400'), expected: 'configuration' },
	{ what: 'asks for memory beyond all', text: json('"memory_limit":9007199254740993'), expected: 'configuration' },
	{ what: 'asks for memory below zero', text: json('"memory_limit":-65536'), expected: 'configuration' },
	{ what: 'asks for half a byte', text: json('"memory_limit":65536.5'), expected: 'configuration' },
	{ what: 'asks for memory that is no number', text: json('"memory_limit":NaN'), expected: 'configuration' },
	{ what: 'asks for memory as null', text: json('"memory_limit":null'), expected: 'configuration' },
	{ what: 'asks for no time at all', text: json('"timeout_ms":0'), expected: 'configuration' },
	{ what: 'asks for a year of time', text: json('"timeout_ms":31536000000'), expected: 'configuration' },
	{ what: 'asks for a thousand instances', text: json('"instances":1000'), expected: 'configuration' },
	{ what: 'has a module outside by ..', text: whole('p', '../outside.wasm'), expected: 'configuration' },
	{
		what: 'has a module outside behind its own folder',
		text: whole('p', './x/../../outside.wasm'),
		expected: 'configuration',
	},
	{ what: 'has a module by its absolute path', text: whole('p', '/etc/passwd'), expected: 'configuration' },
	{ what: 'has a module on another drive', text: whole('p', 'C:\\p.wasm'), expected: 'configuration' },
	{ what: 'has a module by a link that leads outside', text: whole('p', './link.wasm'), expected: 'configuration' },
	{ what: 'has a module that is a pipe', text: whole('p', './pipe.wasm'), expected: 'plugin_load' },
	{ what: 'has a module that is an endless device', text: whole('p', './zero.wasm'), expected: 'configuration' },
	{ what: 'has a module that is a folder', text: whole('p', './folder'), expected: 'plugin_load' },
	{ what: 'has a module that is not there', text: whole('p', './none.wasm'), expected: 'not_found' },
	{ what: 'has a module that a NUL cuts short', text: whole('p', './p.wasm\0.txt'), expected: 'not_found' },
	{ what: 'is named by a path', text: whole('../p'), expected: 'configuration' },
	{ what: 'is named by a hidden folder', text: whole('.p'), expected: 'configuration' },
	{ what: 'is named in capitals', text: whole('P'), expected: 'configuration' },
	{ what: 'is named beyond ASCII', text: whole('p\u0430'), expected: 'configuration' },
	{ what: 'is named by nothing', text: whole(''), expected: 'configuration' },
	{ what: 'is named by a thousand letters', text: whole('p'.repeat(1_000)), expected: 'configuration' },
	{ what: 'is named with a line feed', text: whole('p\n'), expected: 'configuration' },
	{
		what: 'is of a type that every object has',
		text: whole('p', './p.wasm', 'constructor'),
		expected: 'configuration',
	},
	{ what: 'names another module by its hash', text: json(`"sha256":"${'0'.repeat(64)}"`), expected: 'plugin_load' },
	{ what: 'names a hash that is none', text: json('"sha256":"../../x"'), expected: 'configuration' },
	{ what: 'configures itself with a list', text: json('"config":[1]'), expected: 'configuration' },
	{
		what: 'configures itself with a number beyond all',
		text: json('"config":{"n":123456789012345678901234567890}'),
		expected: 'configuration',
	},
	{
		what: 'describes itself in a megabyte',
		text: json(`"metadata":{"description":"${'x'.repeat(900_000)}"}`),
		expected: 'configuration',
	},
];

/** Folders that are not what they seem. Expected as above. */
export const folderCases = [
	{ what: 'whose manifest is a pipe', name: 'pipe-manifest', expected: 'plugin_load' },
	{ what: 'whose manifest is an endless device', name: 'device-manifest', expected: 'plugin_load' },
	{ what: 'whose manifest is a folder', name: 'folder-manifest', expected: 'plugin_load' },
	{ what: 'whose manifest is a link to itself', name: 'loop-manifest', expected: 'plugin_load' },
] as const;
