import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors.ts';
import {
	Guest,
	type GuestOptions,
	type HttpRequest,
	type HttpResponse,
	samplePlugin,
} from '../support/guest-harness.ts';

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
		expect(requests).toEqual([{ method: 'GET', url, headers: { accept: 'application/json' } }]);
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

	it('counts pages until one is empty, or not full', () => {
		const pages = (request: HttpRequest): HttpResponse => {
			const page = Number(new URL(request.url).searchParams.get('p'));
			return { status: 200, body: JSON.stringify(page <= 2 ? [page, page] : []) };
		};
		const first = start({ url: `${url}?q=a%20b&p=9`, page: { param: 'p' } }, pages);
		expect(first.guest.readAll()).toEqual([1, 1, 2, 2]);
		expect(addresses(first.requests)).toEqual([1, 2, 3].map((p) => `${url}?q=a%20b&p=${p}`));
		const second = start({ page: { param: 'p', start: 2, size_param: 'n', size: 3 } }, pages);
		expect(second.guest.readAll()).toEqual([2, 2]);
		expect(addresses(second.requests)).toEqual([`${url}?p=2&n=3`]);
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
		expect(failing({ status: 200, body: '<html>' })).toThrow(`${url} did not answer with JSON: <html>`);
		expect(failing({ status: 200, body: '' })).toThrow('did not answer with JSON');
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
