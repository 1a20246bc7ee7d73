/** http-json-source goes on in another instance at the page that comes next. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import {
	Guest,
	GuestFailure,
	type HttpRequest,
	type HttpResponse,
	samplePlugin,
} from '../support/guests/guest-harness.ts';
import { tries } from '../support/values/tries.ts';

const module = samplePlugin('http-json-source');
const url = 'https://api.example.com/items';

type Settings = Readonly<Record<string, JsonValue>>;
type Server = (request: HttpRequest) => HttpResponse;

/** Pages of records; each names another one, itself or one before at times. */
const pages = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 12 })), { minLength: 1, maxLength: 10 });
const ways: Readonly<Record<string, Settings>> = {
	next: { items: 'rows', next: 'next' },
	link: { items: 'rows' },
	page: { items: 'rows', page: { param: 'p', start: 0 } },
	size: { items: 'rows', page: { param: 'p', start: 0, size_param: 'n', size: 3 }, max_pages: 6 },
};

function serverOf(way: string, list: readonly (readonly [number, number])[]): Server {
	return (request) => {
		const asked = new URL(request.url);
		const at = Number(asked.searchParams.get('p') ?? 0);
		const page = list[at];
		if (page === undefined) return { status: 404, body: '' };
		// Mostly the next one.
		const other = page[1] > list.length ? at + 1 : page[1];
		const link = other < list.length ? `${url}?p=${other}` : undefined;
		return {
			status: 200,
			url: request.url,
			headers: way === 'link' && link !== undefined ? { link: `<${link}>; rel="next"` } : {},
			body: JSON.stringify({
				rows: Array.from({ length: page[0] }, (_, n) => ({ page: at, n })),
				next: way === 'next' ? (link ?? null) : null,
			}),
		};
	};
}

function started(config: Settings, server: Server): Guest {
	return Guest.start(module, { config: { url, ...config }, http: server });
}

/** What it reads until the end, or so many pages. */
function readOn(guest: Guest, most = Number.POSITIVE_INFINITY): string {
	let text = '';
	for (let calls = 0; calls < most; calls++) {
		const answer = guest.call('read_data');
		if (answer.status === 0) return text;
		text += answer.text;
	}
	return text;
}

const saved = (guest: Guest): Uint8Array => guest.callBytes('save_state').bytes;

const summaryOf = (guest: Guest): string | undefined => {
	guest.call('plugin_cleanup');
	return guest.logs.at(-1)?.message;
};

describe.each(Object.keys(ways))('http-json-source by %s', (way) => {
	const config = ways[way] as Settings;

	it('goes on behind the last page, wherever it stopped', () => {
		fc.assert(
			fc.property(pages, fc.nat({ max: 10 }), fc.nat({ max: 3 }), (list, stop, more) => {
				const server = serverOf(way, list);
				const whole = started(config, server);
				const expected = readOn(whole);
				const before = started(config, server);
				let text = readOn(before, stop);
				const between = started(config, server);
				between.call('load_state', saved(before));
				text += readOn(between, more);
				const after = started(config, server);
				after.call('load_state', saved(between));
				text += readOn(after);
				expect(text).toBe(expected);
				expect(summaryOf(after)).toBe(summaryOf(whole));
			}),
			tries(300),
		);
	});

	it('reads the page again that a server could not give', () => {
		const list = [1, 2, 3, 2].map((count) => [count + (way === 'size' ? 3 : 0), 99] as const);
		const server = serverOf(way, list);
		const expected = readOn(started(config, server));
		for (let fails = 0; fails < 4; fails++) {
			let requests = 0;
			const broken: Server = (request) => (requests++ === fails ? { status: 503, body: 'busy' } : server(request));
			const before = started(config, broken);
			let text = '';
			try {
				for (;;) {
					const answer = before.call('read_data');
					if (answer.status === 0) break;
					text += answer.text;
				}
			} catch (error) {
				expect(error).toBeInstanceOf(GuestFailure);
			}
			const after = started(config, server);
			after.call('load_state', saved(before));
			expect(text + readOn(after)).toBe(expected);
		}
	});
});

describe('the state of http-json-source', () => {
	it('is refused where it is none, or of another address', () => {
		const server = serverOf('next', [
			[1, 99],
			[1, 99],
		]);
		const guest = started(ways['next'] as Settings, server);
		readOn(guest, 1);
		const state = JSON.parse(guest.call('save_state').text) as Record<string, unknown>;
		const load = (each: unknown) => started({}, server).call('load_state', JSON.stringify(each));
		for (const wrong of [
			{},
			[],
			{ ...state, version: 2 },
			{ ...state, page: -1 },
			{ ...state, seen: 'x' },
			{ ...state, print: 1 },
		])
			expect(() => load(wrong)).toThrow('the saved state is none of http-json-source');
		expect(() => started({}, server).call('load_state', '{')).toThrow('the saved state is not JSON');
		expect(() => load({ ...state, url: 'https://other.example.com' })).toThrow(
			`the saved state is of https://other.example.com, and the configuration names ${url}`,
		);
		// What the headers hold is in no state.
		const headers = { authorization: 'Bearer secret' };
		expect(started({ headers }, server).call('save_state').text).not.toContain('secret');
	});
});
