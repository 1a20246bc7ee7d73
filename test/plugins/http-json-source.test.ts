import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import {
	Guest,
	type GuestOptions,
	type HttpRequest,
	type HttpResponse,
	samplePlugin,
} from '../support/guests/guest-harness.ts';

const module = samplePlugin('http-json-source');
const url = 'https://api.example.com/v1/items';

type Config = Record<string, JsonValue>;

/** A server: answers by address; every request is noted. */
function start(
	config: Config,
	answers: Readonly<Record<string, unknown>> | ((request: HttpRequest) => HttpResponse | number),
	options: GuestOptions = {},
) {
	const requests: HttpRequest[] = [];
	const guest = Guest.start(module, {
		config: { url, ...config },
		http: (request) => {
			requests.push(request);
			if (typeof answers === 'function') return answers(request);
			const answer = answers[request.url];
			return answer === undefined
				? { status: 404, body: 'nothing here' }
				: { status: 200, body: JSON.stringify(answer) };
		},
		...options,
	});
	return { guest, requests };
}

const addresses = (requests: readonly HttpRequest[]) => requests.map((request) => request.url);

describe('one page', () => {
	it('gives the elements of an array, or a lone object, as records on lines of their own', () => {
		const body = '[ {"a" : 1,\n "b": [1, 2]} ,\n {"c":"x\\n é"} ]';
		const { guest, requests } = start({}, () => ({ status: 200, body }));
		expect(guest.call('read_data').text).toBe('{"a":1,"b":[1,2]}\n{"c":"x\\n é"}\n');
		expect(guest.call('read_data').status).toBe(0);
		expect(requests).toEqual([
			{ method: 'GET', url, headers: { accept: 'application/json' }, text: true, wait_ms: 10_000 },
		]);
		expect(start({}, { [url]: { id: 1 } }).guest.readAll()).toEqual([{ id: 1 }]);
		expect(start({}, { [url]: [] }).guest.readAll()).toEqual([]);
		expect(start({}, { [url]: null }).guest.readAll()).toEqual([]);
	});

	it('finds the records at a path', () => {
		expect(start({ items: 'data.list' }, { [url]: { data: { list: [1, 2] } } }).guest.readAll()).toEqual([1, 2]);
		expect(() => start({ items: 'data.list' }, { [url]: { data: [] } }).guest.readAll()).toThrow(
			`the answer of ${url} has nothing at "data.list" (config.items)`,
		);
	});

	it('reads the sample', () => {
		const path = resolve(import.meta.dirname, '../../examples/http-json-source/sample/page.json');
		const body = readFileSync(path, 'utf8');
		expect(start({ items: 'data' }, () => ({ status: 200, body })).guest.readAll()).toEqual([
			{ id: 1, name: 'first' },
			{ id: 2, name: 'second' },
		]);
	});

	it('passes over a byte order mark', () => {
		expect(start({}, () => ({ status: 200, body: '\ufeff [{"n":1}]' })).guest.readAll()).toEqual([{ n: 1 }]);
		const body_base64 = Buffer.from('\ufeff[2]').toString('base64');
		expect(start({}, () => ({ status: 200, body_base64 })).guest.readAll()).toEqual([2]);
		expect(() => start({}, () => ({ status: 200, body: '\ufeff' })).guest.readAll()).toThrow(
			'did not answer with JSON',
		);
	});

	it('reads a body that the host hands over as base64', () => {
		const body_base64 = Buffer.from('[{"a":"é☃"}]').toString('base64');
		expect(start({}, () => ({ status: 200, body_base64 })).guest.readAll()).toEqual([{ a: 'é☃' }]);
	});
});

describe('pages', () => {
	it('follows links of every form', () => {
		const { guest, requests } = start(
			{ items: 'data', next: 'links.next' },
			{
				[url]: { data: [1], links: { next: '/v2/items?c=2' } },
				'https://api.example.com/v2/items?c=2': { data: [], links: { next: '?c=3' } },
				'https://api.example.com/v2/items?c=3': { data: [3], links: { next: 'more' } },
				'https://api.example.com/v2/more': { data: [4], links: { next: '//api.example.com/last' } },
				'https://api.example.com/last': { data: [5], links: { next: null } },
			},
		);
		expect(guest.readAll()).toEqual([1, 3, 4, 5]);
		expect(requests).toHaveLength(5);
		expect(guest.progress.at(-1)).toEqual([4, 0]);
	});

	it('counts pages until one is empty, or shorter than the first', () => {
		const pages = (request: HttpRequest): HttpResponse => {
			const page = Number(new URL(request.url).searchParams.get('p'));
			return { status: 200, body: JSON.stringify(page <= 2 ? [page, page] : []) };
		};
		const first = start({ url: `${url}?q=a%20b&p=9`, page: { param: 'p' } }, pages);
		expect(first.guest.readAll()).toEqual([1, 1, 2, 2]);
		expect(addresses(first.requests)).toEqual([1, 2, 3].map((p) => `${url}?q=a%20b&p=${p}`));
		const second = start({ page: { param: 'p', start: 2, size_param: 'n', size: 3 } }, pages);
		expect(second.guest.readAll()).toEqual([2, 2]);
		// Two of three may be all that the server gives at once, or all that there is: the next page tells.
		expect(addresses(second.requests)).toEqual([2, 3].map((p) => `${url}?p=${p}&n=3`));
		const sizes = [3, 3, 2, 9];
		const third = start({ page: { param: 'p', size_param: 'n', size: 3 } }, (request) => {
			const page = Number(new URL(request.url).searchParams.get('p'));
			return { status: 200, body: JSON.stringify(Array(sizes[page - 1]).fill(page)) };
		});
		expect(third.guest.readAll()).toEqual([1, 1, 1, 2, 2, 2, 3, 3]);
		expect(third.requests).toHaveLength(3);
	});

	it('takes the size that a server caps pages to for a full one', () => {
		const capped = start({ page: { param: 'p', size_param: 'n', size: 200 } }, (request) => {
			const page = Number(new URL(request.url).searchParams.get('p'));
			const rows = [[1, 2], [3, 4], [5]][page - 1];
			return rows === undefined ? { status: 404, body: 'no such page' } : { status: 200, body: JSON.stringify(rows) };
		});
		expect(capped.guest.readAll()).toEqual([1, 2, 3, 4, 5]);
		expect(capped.requests).toHaveLength(3);
		const even = start({ page: { param: 'p', size_param: 'n', size: 200 } }, (request) => {
			const page = Number(new URL(request.url).searchParams.get('p'));
			return page > 2 ? { status: 404, body: '' } : { status: 200, body: JSON.stringify([page, page]) };
		});
		expect(even.guest.readAll()).toEqual([1, 1, 2, 2]);
	});

	it('gives once what a server that does not know the parameter gives again', () => {
		for (const page of [{ param: 'p' }, { param: 'p', size_param: 'n', size: 200 }]) {
			const deaf = start({ page }, () => ({ status: 200, body: '[{"n":1},{"n":2}]' }));
			expect(deaf.guest.readAll()).toEqual([{ n: 1 }, { n: 2 }]);
			expect(deaf.requests).toHaveLength(2);
			expect(deaf.guest.logs[0]).toMatchObject({ level: 'warn', message: expect.stringContaining('the same records') });
		}
		// Full pages may be alike.
		const alike = start({ page: { param: 'p', size_param: 'n', size: 2 } }, (request) => ({
			status: 200,
			body: request.url.includes('p=3') ? '[]' : '[0,0]',
		}));
		expect(alike.guest.readAll()).toEqual([0, 0, 0, 0]);
	});

	it('notices circles of any length, also behind redirects', () => {
		for (const length of [1, 2, 3, 300]) {
			const circle = start({ items: 'd', next: 'next' }, (request) => {
				const at = Number(new URL(request.url).searchParams.get('at') ?? 0);
				return { status: 200, body: JSON.stringify({ d: [at], next: `?at=${(at + 1) % length}#x${at}` }) };
			});
			expect(circle.guest.readAll()).toHaveLength(length + 1);
			expect(circle.guest.logs[0]).toMatchObject({
				level: 'warn',
				message: expect.stringContaining('was read already'),
			});
		}
		const moved = start({ items: 'd', next: 'next' }, () => ({
			status: 200,
			url: 'https://api.example.com/v2/list',
			body: '{"d":[1],"next":"../v2/./list"}',
		}));
		expect(moved.guest.readAll()).toEqual([1]);
	});

	it.each([
		['items2', 'https://api.example.com/v2/list/items2'],
		['./items2', 'https://api.example.com/v2/list/items2'],
		['../items2', 'https://api.example.com/v2/items2'],
		['../../../../items2', 'https://api.example.com/items2'],
		['..', 'https://api.example.com/v2/'],
		['?c=2', 'https://api.example.com/v2/list/items?c=2'],
		['/items2?u=a/../b', 'https://api.example.com/items2?u=a/../b'],
		['//other.example/x', 'https://other.example/x'],
		['HTTPS://other.example/x', 'HTTPS://other.example/x'],
		['#top', null],
		['', null],
	])('resolves %j against the address that answered (RFC 3986)', (next, target) => {
		const { guest, requests } = start({ items: 'd', next: 'next' }, (request) =>
			request.url === url
				? {
						status: 200,
						url: 'https://api.example.com/v2/list/items?c=1#f',
						body: JSON.stringify({ d: [1], next }),
					}
				: { status: 200, body: '{"d":[2],"next":null}' },
		);
		expect(guest.readAll()).toEqual(target === null ? [1] : [1, 2]);
		expect(addresses(requests)).toEqual(target === null ? [url] : [url, target]);
	});

	it('refuses a next page that is not to be read over HTTP', () => {
		const other = start({ items: 'd', next: 'next' }, { [url]: { d: [1], next: 'ftp://x/y' } });
		expect(() => other.guest.readAll()).toThrow('names ftp://x/y as its next page; only http and https can be read');
	});

	it.each([
		['<https://api.example.com/v1/items?p=2>; rel="next"', '?p=2'],
		['<?p=2>; rel=next', '?p=2'],
		['</first>;rel="first", <?p=2> ; REL = "prev NEXT"', '?p=2'],
		['<?p=1>; title="a, b; <c>; rel=\\"next\\""; rel=prev, <?p=2>; rel="next"; title=x', '?p=2'],
		['<?p=3>; rel=next; anchor="/other", <?p=2>; rel=next', '?p=2'],
		['<?p=2>; rel=prev; rel=next', null],
		['<?p=2>', null],
		['?p=2; rel=next', null],
		['<?p=2', null],
		['', null],
	])('follows the header Link: %s (RFC 8288)', (link, query) => {
		const { guest, requests } = start({}, (request) => ({
			status: 200,
			body: request.url === url ? '[1]' : '[2]',
			...(request.url === url ? { headers: { link } } : {}),
		}));
		expect(guest.readAll()).toEqual(query === null ? [1] : [1, 2]);
		expect(addresses(requests).slice(1)).toEqual(query === null ? [] : [`${url}${query}`]);
	});

	it.each([{ href: '/v1/items?p=2' }, 2, true, ['/v1/items?p=2']])(
		'says that there is no address where the next page is %j, and ends where there is none',
		(next) => {
			const { guest } = start({ items: 'd', next: 'next' }, { [url]: { d: [1], next } });
			expect(guest.readAll()).toEqual([1]);
			expect(guest.logs[0]).toEqual({
				level: 'warn',
				message: `${url} has no address at "next" (config.next) but ${JSON.stringify(next)}; stopped there`,
			});
			for (const none of [null, false, '', ' ']) {
				const ending = start({ items: 'd', next: 'next' }, { [url]: { d: [1], next: none } }).guest;
				expect(ending.readAll()).toEqual([1]);
				expect(ending.logs).toEqual([]);
			}
		},
	);

	it('takes spaces around an address for no part of it', () => {
		const { guest } = start({ items: 'd', next: 'n' }, { [url]: { d: [1], n: ' ?p=2\n' }, [`${url}?p=2`]: { d: [2] } });
		expect(guest.readAll()).toEqual([1, 2]);
	});

	it('does not follow that header where another way is named, or it is not wanted', () => {
		const linked = (): HttpResponse => ({ status: 200, body: '{"d":[1]}', headers: { link: '<?p=2>; rel=next' } });
		for (const config of [{ next: 'next' }, { link_header: false }]) {
			const { guest, requests } = start({ items: 'd', ...config }, linked);
			expect(guest.readAll()).toEqual([1]);
			expect(requests).toHaveLength(1);
		}
		expect(() => start({ next: 'n', link_header: true }, linked)).toThrow('name one way from page to page');
	});

	it('takes no content, and a later page that lacks the records, for pages without records', () => {
		expect(start({ items: 'd' }, () => ({ status: 204, body: '' })).guest.readAll()).toEqual([]);
		const gap = start(
			{ items: 'd', next: 'next' },
			{ [url]: { d: [1], next: '?p=2' }, [`${url}?p=2`]: { next: '?p=3' }, [`${url}?p=3`]: { d: [3] } },
		);
		expect(gap.guest.readAll()).toEqual([1, 3]);
		expect(gap.guest.logs[0]?.message).toContain('taken for a page without records');
	});

	it('stops at the number of pages that is allowed, and at a page that names itself', () => {
		const endless = start({ next: 'next', items: 'd', max_pages: 3 }, (request) => ({
			status: 200,
			body: JSON.stringify({ d: [1], next: `${request.url}x` }),
		}));
		expect(endless.guest.readAll()).toEqual([1, 1, 1]);
		expect(endless.guest.logs[0]?.message).toContain('stopped after 3 pages');
		const circle = start({ next: 'next', items: 'd' }, { [url]: { d: [1], next: url } });
		expect(circle.guest.readAll()).toEqual([1]);
		expect(circle.requests).toHaveLength(1);
	});
});

describe('headers', () => {
	const config = { headers: { Authorization: 'Bearer ${env:TOKEN}!', 'X-Two': '${env:A}${env:B}' } };

	it('fill in environment variables', () => {
		const { guest, requests } = start(config, { [url]: [] }, { env: { TOKEN: 't"1', A: 'a', B: 'b' } });
		guest.readAll();
		expect(requests[0]?.headers).toEqual({ accept: 'application/json', authorization: 'Bearer t"1!', 'x-two': 'ab' });
	});

	it('are not sent to another server than the one of the configuration', () => {
		const { guest, requests } = start(
			{ ...config, items: 'd', next: 'next' },
			{ [url]: { d: [1], next: 'https://api.example.com.evil.example/x' } },
			{ env: { TOKEN: 't', A: 'a', B: 'b' } },
		);
		expect(() => guest.readAll()).toThrow('404');
		expect(requests[1]?.headers).toEqual({ accept: 'application/json' });
	});

	it('name the variable that is not set, or that may not be read', () => {
		expect(() => start(config, {}, { env: {} })).toThrow(
			'config.headers.Authorization: the environment variable TOKEN is not set',
		);
		expect(() => start(config, {})).toThrow(/environment variable TOKEN: not permitted; .*allowed_env_vars/);
	});
});

describe('failures', () => {
	it('name the address and what happened', () => {
		const failing = (answer: HttpResponse | number) => () => start({}, () => answer).guest.readAll();
		expect(failing({ status: 503, body: 'try later' })).toThrow(`${url} answered with status 503: try later`);
		expect(failing({ status: 429, headers: { 'retry-after': '3600' }, body: '{}' })).toThrow(
			`${url} answered with status 429 (it asks to wait, retry-after: 3600; config.max_wait is 10 s): {}`,
		);
		expect(failing({ status: 200, body: '<html>' })).toThrow(`${url} did not answer with JSON: <html>`);
		expect(failing({ status: 200, body: '' })).toThrow('did not answer with JSON');
		const body_base64 = Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]).toString('base64');
		expect(failing({ status: 200, body_base64 })).toThrow(`${url} answered with text that is not UTF-8, at byte 2`);
		expect(failing(-13)).toThrow(
			`cannot read ${url}: not permitted; allow the network and name https://api.example.com in allowed_hosts`,
		);
		expect(failing(-110)).toThrow(`cannot read ${url}: timed out`);
	});

	it('name what is wrong in the configuration', () => {
		expect(() => Guest.start(module)).toThrow('config.url is missing');
		expect(() => start({ url: 'ftp://x' }, {})).toThrow(
			'config.url must begin with https:// or http://, found "ftp://x"',
		);
		expect(() => start({ page: { start: 1 } }, {})).toThrow('config.page.param is missing');
		expect(() => start({ next: 'n', page: { param: 'p' } }, {})).toThrow('both next and page');
		expect(() => start({ headers: { a: 1 } }, {})).toThrow('config.headers.a must be text, found 1');
	});
});
