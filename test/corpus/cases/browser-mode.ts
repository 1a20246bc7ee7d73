/** One request to the browser mode's server. PORT stands for its port, OTHER for another one. */
export interface BrowserCase {
	readonly what: string;
	readonly method?: string;
	readonly path?: string;
	/** Of a window that was let in, with these headers put in place of its own; null takes one away. */
	readonly headers?: Readonly<Record<string, string | null>>;
	readonly body?: string;
	readonly expected: number;
}

const READ = { route: 'plugins.list', input: {} };
const ask = JSON.stringify(READ);
const post = { method: 'POST', path: '/api/request', body: ask } as const;
const json = { 'content-type': 'application/json' } as const;
const events = { path: '/api/events' } as const;

const rebinding: readonly (readonly [what: string, host: string])[] = [
	['a name that its site made mean this machine', 'evil.example:PORT'],
	['the same name without a port', 'evil.example'],
	['its own name without a port', '127.0.0.1'],
	['its own name with another port', '127.0.0.1:OTHER'],
	['another address of this machine', '127.0.0.2:PORT'],
	['its address in decimal', '2130706433:PORT'],
	['its address in IPv6', '[::1]:PORT'],
	['a name below localhost', 'x.localhost:PORT'],
	['its name with a dot at the end', 'localhost.:PORT'],
	['its name in capitals', 'LOCALHOST:PORT'],
	['its name behind another’s', 'evil.example@127.0.0.1:PORT'],
];

const origins: readonly (readonly [what: string, origin: string])[] = [
	['another site', 'https://evil.example'],
	['a page without an origin', 'null'],
	['another port of this machine', 'http://127.0.0.1:OTHER'],
	['its own address over https', 'https://127.0.0.1:PORT'],
	['its own address without a port', 'http://127.0.0.1'],
	['the other of its names', 'http://localhost:PORT'],
	['the desktop window', 'app://dataflare'],
	['a site that begins with its name', 'http://127.0.0.1:PORT.evil.example'],
	['a file', 'file://'],
	['an extension', 'chrome-extension://abcdef'],
];

export const browserCases: readonly BrowserCase[] = [
	{ what: 'is its own page’s', ...post, headers: json, expected: 200 },
	...rebinding.map(([what, host]) => ({
		what: `names ${what} as its host`,
		...post,
		headers: { ...json, host },
		expected: 421,
	})),
	...rebinding.map(([what, host]) => ({
		what: `opens the page under ${what}`,
		path: '/',
		headers: { host },
		expected: 421,
	})),
	...origins.map(([what, origin]) => ({
		what: `comes from ${what}`,
		...post,
		headers: { ...json, origin },
		expected: 403,
	})),
	...origins.map(([what, origin]) => ({
		what: `reads events for ${what}`,
		...events,
		headers: { origin },
		expected: 403,
	})),
	{ what: 'changes something and names no origin', ...post, headers: { ...json, origin: null }, expected: 403 },
	{ what: 'is said to be cross-site', ...post, headers: { ...json, 'sec-fetch-site': 'cross-site' }, expected: 403 },
	{ what: 'is said to be same-site', ...post, headers: { ...json, 'sec-fetch-site': 'same-site' }, expected: 403 },
	{
		what: 'puts the page into a frame of another site',
		path: '/',
		headers: { origin: null, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
		expected: 403,
	},
	{
		what: 'takes a script of the page for another site',
		path: '/',
		headers: { origin: null, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
		expected: 403,
	},
	{
		what: 'navigates to the interface from another site',
		...events,
		headers: {
			origin: null,
			'sec-fetch-site': 'cross-site',
			'sec-fetch-mode': 'navigate',
			'sec-fetch-dest': 'document',
		},
		expected: 403,
	},
	{
		what: 'asks before a request of another site',
		method: 'OPTIONS',
		path: '/api/request',
		headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
		expected: 403,
	},
	{ what: 'has the cookie alone', ...post, headers: { ...json, 'x-dataflare-key': null }, expected: 401 },
	{ what: 'has the key alone', ...post, headers: { ...json, cookie: null }, expected: 401 },
	{ what: 'has neither', ...post, headers: { ...json, cookie: null, 'x-dataflare-key': null }, expected: 401 },
	{ what: 'has a wrong key', ...post, headers: { ...json, 'x-dataflare-key': 'x'.repeat(43) }, expected: 401 },
	{ what: 'has a key of another length', ...post, headers: { ...json, 'x-dataflare-key': 'x' }, expected: 401 },
	{ what: 'has an empty key', ...post, headers: { ...json, 'x-dataflare-key': '' }, expected: 401 },
	{ what: 'has a wrong cookie', ...post, headers: { ...json, cookie: 'dataflare-PORT=x' }, expected: 401 },
	{
		what: 'has the cookie under another name',
		...post,
		headers: { ...json, cookie: 'dataflare-OTHER=x' },
		expected: 401,
	},
	{
		what: 'has the key in its address',
		method: 'POST',
		path: '/api/request?x-dataflare-key=x',
		body: ask,
		headers: { ...json, 'x-dataflare-key': null },
		expected: 401,
	},
	{ what: 'reads events with the cookie alone', ...events, headers: { 'x-dataflare-key': null }, expected: 401 },
	{
		what: 'enters with a token that never was',
		method: 'POST',
		path: '/api/session',
		body: '{"token":"x"}',
		headers: json,
		expected: 403,
	},
	{
		what: 'enters with a token that is no text',
		method: 'POST',
		path: '/api/session',
		body: '{"token":{"length":43}}',
		headers: json,
		expected: 403,
	},
	...['', 'x', 'x'.repeat(42), 'x'.repeat(44), `${'x'.repeat(42)}=`, 7, {}].map((claim) => ({
		what: `enters with the claim ${JSON.stringify(claim)}`,
		method: 'POST',
		path: '/api/session',
		body: JSON.stringify({ token: 'x', claim }),
		headers: json,
		expected: 400,
	})),
	...[
		7,
		{},
		['plugins.list'],
		[null],
		[{ route: 'constructor' }],
		[{ route: 'plugins.uninstall', input: { name: 'x' } }],
		[{ route: 'plugins.list' }, { route: 'settings.set', input: { key: 'theme', value: 'dark' } }],
		Array.from({ length: 9 }, () => ({ route: 'plugins.list' })),
	].map((asked) => ({
		what: `enters and asks ${JSON.stringify(asked)}`,
		method: 'POST',
		path: '/api/session',
		body: JSON.stringify({ token: 'x', ask: asked }),
		headers: json,
		expected: 400,
	})),
	{
		what: 'asks as it enters with a token that never was',
		method: 'POST',
		path: '/api/session',
		body: '{"token":"x","ask":[{"route":"plugins.list"}]}',
		headers: json,
		expected: 403,
	},
	{ what: 'enters with a list', method: 'POST', path: '/api/session', body: '[]', headers: json, expected: 403 },
	{ what: 'enters by its address', path: '/api/session?token=x', expected: 405 },
	{
		what: 'is a form of another site',
		...post,
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		expected: 415,
	},
	{ what: 'is plain text', ...post, headers: { 'content-type': 'text/plain' }, expected: 415 },
	{ what: 'says nothing of its kind', ...post, headers: { 'content-type': null }, expected: 415 },
	{ what: 'is no JSON', ...post, body: '{', headers: json, expected: 400 },
	{ what: 'names no route', ...post, body: '{}', headers: json, expected: 400 },
	{ what: 'names a route that is no text', ...post, body: '{"route":["plugins.list"]}', headers: json, expected: 400 },
	{
		what: 'names a route that every object has',
		...post,
		body: '{"route":"constructor"}',
		headers: json,
		expected: 200,
	},
	{ what: 'names the prototype as its route', ...post, body: '{"route":"__proto__"}', headers: json, expected: 200 },
	{ what: 'announces more than is taken', ...post, headers: { ...json, 'content-length': '99999999' }, expected: 413 },
	{ what: 'uses another method', method: 'PUT', path: '/api/request', body: ask, headers: json, expected: 405 },
	{ what: 'deletes', method: 'DELETE', path: '/', expected: 405 },
	{ what: 'traces', method: 'TRACE', path: '/', expected: 405 },
	{ what: 'climbs out of the page', path: '/../../package.json', expected: 404 },
	{ what: 'climbs out of the page in escapes', path: '/%2e%2e/%2e%2e/package.json', expected: 404 },
	{ what: 'climbs with backslashes', path: '/..\\..\\package.json', expected: 404 },
	{ what: 'asks for a file by its absolute path', path: '//etc/passwd', expected: 404 },
	{ what: 'asks for the page’s source map', path: '/index.js.map', expected: 404 },
	{ what: 'asks with a NUL', path: '/index.html%00', expected: 404 },
	{ what: 'asks for another host’s page', path: 'http://evil.example/', expected: 400 },
	{ what: 'asks for nothing', path: '*', method: 'OPTIONS', expected: 400 },
	{ what: 'fetches another window’s result', path: '/api/scratch/0000000000000000/x', expected: 404 },
	{ what: 'fetches a result by ..', path: '/api/scratch/%2e%2e/%2e%2e%2fx', expected: 404 },
	{ what: 'fetches a result by a broken escape', path: '/api/scratch/%/x', expected: 400 },
	{
		what: 'fetches an answer that is not its own',
		path: '/api/answer?id=00000000000000000000000000000000',
		expected: 404,
	},
	{ what: 'uploads to a name that climbs', method: 'POST', path: '/api/upload?path=../x', body: 'x', expected: 400 },
	{ what: 'uploads to an absolute name', method: 'POST', path: '/api/upload?path=/etc/x', body: 'x', expected: 400 },
	{ what: 'uploads to a device', method: 'POST', path: '/api/upload?path=NUL', body: 'x', expected: 400 },
	{ what: 'uploads to a stream', method: 'POST', path: '/api/upload?path=a:b', body: 'x', expected: 400 },
	{ what: 'uploads to no name', method: 'POST', path: '/api/upload', body: 'x', expected: 400 },
	{
		what: 'uploads into a folder above its own',
		method: 'POST',
		path: '/api/upload?drop=..%2f..&path=x',
		body: 'x',
		expected: 404,
	},
];
