/** PORT stands for the port of a server on 127.0.0.1 that counts who reaches it. */
export interface NetworkCase {
	readonly what: string;
	readonly hosts: readonly string[];
	readonly url: string;
	readonly expected: number;
}

const DENIED = -13;
const INVALID = -22;

const byNames = ['http://api.example.com:PORT', 'http://*.example.org:PORT'];
/** Names that the test's resolver leads to 127.0.0.1 or other special addresses. */
export const namesToSpecial: Readonly<Record<string, string>> = {
	'api.example.com': '127.0.0.1',
	'a.example.org': '127.0.0.1',
	'mapped.example.org': '::ffff:127.0.0.1',
	'six.example.org': '::1',
	'private.example.org': '10.0.0.1',
	'metadata.example.org': '169.254.169.254',
	'shared.example.org': '100.64.0.1',
	'unique.example.org': 'fd00::1',
	'link.example.org': 'fe80::1%lo',
	'any.example.org': '0.0.0.0',
	'multicast.example.org': '224.0.0.1',
	'broadcast.example.org': '255.255.255.255',
	'nat64.example.org': '64:ff9b::7f00:1',
	'teredo.example.org': '2001:0:7f00:1::',
	'sixtofour.example.org': '2002:7f00:1::',
	'compatible.example.org': '::127.0.0.1',
	'documentation.example.org': '192.0.2.1',
	'text.example.org': 'localhost',
};

const spellings: readonly (readonly [what: string, host: string])[] = [
	['decimal', '2130706433'],
	['octal', '0177.0.0.1'],
	['hexadecimal', '0x7f.0.0.1'],
	['one hexadecimal number', '0x7f000001'],
	['short', '127.1'],
	['with leading zeros', '127.0.0.001'],
	['with full-width digits', '\uff11\uff12\uff17.0.0.1'],
	['with ideographic full stops', '127\u30020\u30020\u30021'],
	['with a trailing dot', '127.0.0.1.'],
	['percent-encoded', '%31%32%37.0.0.1'],
	['mapped into IPv6', '[::ffff:127.0.0.1]'],
	['mapped into IPv6 in hexadecimal', '[::ffff:7f00:1]'],
	['as IPv6 in full', '[0:0:0:0:0:0:0:1]'],
	['as the unspecified address', '0.0.0.0'],
	['as a zero', '0'],
	['by its name', 'localhost'],
	['by its name in capitals', 'LOCALHOST'],
	['by a name below its name', 'x.localhost'],
];

export const networkCases: readonly NetworkCase[] = [
	...spellings.map(([what, host]) => ({
		what: `reaches for this machine ${what}, granted a name alone`,
		hosts: byNames,
		url: `http://${host}:PORT/`,
		expected: DENIED,
	})),
	...Object.keys(namesToSpecial).map((name) => ({
		what: `reaches for ${name}, which leads to ${namesToSpecial[name]}`,
		hosts: byNames,
		url: `http://${name}:PORT/`,
		expected: DENIED,
	})),
	{ what: 'reaches a granted address', hosts: ['http://127.0.0.1:PORT'], url: 'http://127.0.0.1:PORT/', expected: 0 },
	{
		what: 'spells a granted address in decimal',
		hosts: ['http://127.0.0.1:PORT'],
		url: 'http://2130706433:PORT/',
		expected: 0,
	},
	{
		what: 'reaches a granted name on another port',
		hosts: ['http://127.0.0.1:PORT'],
		url: 'http://127.0.0.1:1/',
		expected: DENIED,
	},
	{
		what: 'reaches a granted host by another scheme',
		hosts: ['http://127.0.0.1:PORT'],
		url: 'https://127.0.0.1:PORT/',
		expected: DENIED,
	},
	{
		what: 'reaches over http what was granted over https',
		hosts: ['127.0.0.1:PORT'],
		url: 'http://127.0.0.1:PORT/',
		expected: DENIED,
	},
	{ what: 'brings credentials', hosts: ['http://127.0.0.1:PORT'], url: 'http://u:p@127.0.0.1:PORT/', expected: DENIED },
	{
		what: 'hides another host behind an @',
		hosts: ['http://127.0.0.1:PORT'],
		url: 'http://127.0.0.1:PORT@evil.example/',
		expected: DENIED,
	},
	{
		what: 'hides another host behind a backslash',
		hosts: ['http://127.0.0.1:PORT'],
		url: 'http://evil.example\\@127.0.0.1:PORT/',
		expected: DENIED,
	},
	{
		what: 'hides another host behind a #',
		hosts: ['http://127.0.0.1:PORT'],
		url: 'http://evil.example#@127.0.0.1:PORT/',
		expected: DENIED,
	},
	{
		what: 'hides another host behind a ?',
		hosts: ['http://127.0.0.1:PORT'],
		url: 'http://evil.example?@127.0.0.1:PORT/',
		expected: DENIED,
	},
	{
		what: 'names the apex of a wildcard',
		hosts: ['http://*.example.org:PORT'],
		url: 'http://example.org:PORT/',
		expected: DENIED,
	},
	{
		what: 'names what merely ends like a wildcard',
		hosts: ['http://*.example.org:PORT'],
		url: 'http://evilexample.org:PORT/',
		expected: DENIED,
	},
	{
		what: 'names what merely begins like a grant',
		hosts: ['http://127.0.0.1:PORT'],
		url: 'http://127.0.0.1.evil.example:PORT/',
		expected: DENIED,
	},
	{ what: 'asks for a file', hosts: ['http://127.0.0.1:PORT'], url: 'file:///etc/passwd', expected: DENIED },
	{ what: 'asks for data in a URL', hosts: ['http://127.0.0.1:PORT'], url: 'data:text/plain,x', expected: DENIED },
	{ what: 'asks by ftp', hosts: ['http://127.0.0.1:PORT'], url: 'ftp://127.0.0.1:PORT/', expected: DENIED },
	{ what: 'asks by a web socket', hosts: ['http://127.0.0.1:PORT'], url: 'ws://127.0.0.1:PORT/', expected: DENIED },
	{ what: 'asks for a blob', hosts: ['http://127.0.0.1:PORT'], url: 'blob:http://127.0.0.1:PORT/x', expected: DENIED },
	{ what: 'names no host', hosts: ['http://127.0.0.1:PORT'], url: '/path', expected: INVALID },
	{ what: 'names a zone', hosts: ['http://[fe80::1]:PORT'], url: 'http://[fe80::1%25lo]:PORT/', expected: INVALID },
	{
		what: 'names a port beyond all',
		hosts: ['http://127.0.0.1:PORT'],
		url: 'http://127.0.0.1:99999/',
		expected: INVALID,
	},
	{
		what: 'names a host of too many letters',
		hosts: ['http://*.example.org:PORT'],
		url: `http://${'a'.repeat(64)}.example.org:PORT/`,
		expected: DENIED,
	},
	{
		what: 'asks with a URL of ten thousand letters',
		hosts: ['http://127.0.0.1:PORT'],
		url: `http://127.0.0.1:PORT/${'x'.repeat(10_000)}`,
		expected: INVALID,
	},
	{ what: 'asks with the network switched off', hosts: [], url: 'http://127.0.0.1:PORT/', expected: DENIED },
];

/** Requests that are no plain request, sent to a granted host. */
export const requestCases: readonly { readonly what: string; readonly request: unknown; readonly expected: number }[] =
	[
		{ what: 'puts a line feed into a header', request: { headers: { x: 'a\r\ny: b' } }, expected: INVALID },
		{ what: 'puts a line feed into the name of a header', request: { headers: { 'x\r\ny': 'a' } }, expected: INVALID },
		{ what: 'puts a line feed into the method', request: { method: 'GET / HTTP/1.1\r\nx: y' }, expected: INVALID },
		{ what: 'names the host in a header', request: { headers: { host: 'evil.example' } }, expected: INVALID },
		{
			what: 'lies about the length of its body',
			request: { method: 'POST', body: 'x', headers: { 'content-length': '9' } },
			expected: INVALID,
		},
		{
			what: 'sends its body in chunks',
			request: { method: 'POST', body: 'x', headers: { 'transfer-encoding': 'chunked' } },
			expected: INVALID,
		},
		{
			what: 'asks for another protocol',
			request: { headers: { upgrade: 'websocket', connection: 'upgrade' } },
			expected: INVALID,
		},
		{ what: 'authorises itself to a proxy', request: { headers: { 'proxy-authorization': 'x' } }, expected: INVALID },
		{ what: 'opens a tunnel', request: { method: 'CONNECT' }, expected: INVALID },
		{ what: 'traces', request: { method: 'TRACE' }, expected: INVALID },
		{ what: 'gives a header twice', request: { headers: { a: '1', A: '2' } }, expected: INVALID },
		{ what: 'gives a header that is no text', request: { headers: { a: 1 } }, expected: INVALID },
		{ what: 'gives a header beyond Latin-1', request: { headers: { a: '\u0100' } }, expected: INVALID },
		{
			what: 'gives a thousand headers',
			request: { headers: Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`h${n}`, ''])) },
			expected: -27,
		},
		{ what: 'gives a list for a body', request: { method: 'POST', body: [{}, {}] }, expected: INVALID },
		{ what: 'gives a number for a body in base64', request: { method: 'POST', body_base64: 5 }, expected: INVALID },
		{ what: 'gives a list of headers', request: { headers: ['a', 'b'] }, expected: INVALID },
		{
			what: 'says half a megabyte that nobody asked for',
			request: { more: 'x'.repeat(524_288) },
			expected: -27,
		},
		{
			what: 'says fifty thousand things that nobody asked for',
			request: Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`k${n}`, 0])),
			expected: -27,
		},
		{ what: 'gives two bodies', request: { method: 'POST', body: 'x', body_base64: 'eA==' }, expected: INVALID },
		{ what: 'gives a body that is no base64', request: { method: 'POST', body_base64: '***' }, expected: INVALID },
		{ what: 'gives a list for a request', request: [], expected: INVALID },
		{ what: 'asks for too little', request: { url: null }, expected: INVALID },
		{
			what: 'is redirected to this machine by another name',
			request: { url: 'http://127.0.0.1:PORT/to?http://localhost:PORT/' },
			expected: DENIED,
		},
		{
			what: 'is redirected to a file',
			request: { url: 'http://127.0.0.1:PORT/to?file:///etc/passwd' },
			expected: DENIED,
		},
		{
			what: 'is redirected to where credentials are',
			request: { url: 'http://127.0.0.1:PORT/to?http://u:p@127.0.0.1:PORT/' },
			expected: DENIED,
		},
		{ what: 'is redirected in circles', request: { url: 'http://127.0.0.1:PORT/circle' }, expected: -5 },
		{ what: 'is redirected to nowhere', request: { url: 'http://127.0.0.1:PORT/to?http://[' }, expected: -5 },
		{ what: 'meets an endless body', request: { url: 'http://127.0.0.1:PORT/endless' }, expected: -27 },
		{ what: 'meets a compressed bomb', request: { url: 'http://127.0.0.1:PORT/bomb' }, expected: -27 },
		{ what: 'meets a body compressed twice', request: { url: 'http://127.0.0.1:PORT/twice' }, expected: -5 },
		{ what: 'meets endless headers', request: { url: 'http://127.0.0.1:PORT/headers' }, expected: -27 },
		{
			what: 'meets a body that never ends and hardly moves',
			request: { url: 'http://127.0.0.1:PORT/slow' },
			expected: -110,
		},
		{ what: 'meets a server that says nothing', request: { url: 'http://127.0.0.1:PORT/silent' }, expected: -110 },
		{ what: 'meets a server that speaks no HTTP', request: { url: 'http://127.0.0.1:PORT/garbage' }, expected: -5 },
		{ what: 'meets a connection that breaks', request: { url: 'http://127.0.0.1:PORT/breaks' }, expected: -5 },
		{ what: 'meets a length that is not kept', request: { url: 'http://127.0.0.1:PORT/short' }, expected: -5 },
	];
