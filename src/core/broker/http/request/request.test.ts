import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { anyText } from '../../../../../test/support/values/any-text.ts';
import { hostStatus } from '../../../../shared/host/abi.ts';
import { HostFailure } from '../../host-failure.ts';
import { defaultLimits } from '../../limits.ts';
import { type GuestHttpRequest, parseHttpRequest, urlOfRequest } from './request.ts';

const MiB = 1024 * 1024;
const { signal } = new AbortController();

async function parse(text: string | Uint8Array, limits = defaultLimits): Promise<GuestHttpRequest | number> {
	const bytes = typeof text === 'string' ? Buffer.from(text) : text;
	try {
		return await parseHttpRequest(bytes, limits, signal, () => undefined);
	} catch (error) {
		if (!(error instanceof HostFailure)) throw error;
		return error.status;
	}
}

async function bodyOf(text: string | Uint8Array): Promise<Uint8Array | null | number> {
	const request = await parse(text);
	return typeof request === 'number' ? request : request.body;
}

/** How often the program got its turn, and the longest text that was parsed in one go. */
async function watching(work: () => Promise<unknown>): Promise<{ readonly turns: number; readonly longest: number }> {
	let turns = 0;
	let over = false;
	const count = (): void => {
		turns += 1;
		if (!over) setImmediate(count);
	};
	setImmediate(count);
	const parsed = vi.spyOn(JSON, 'parse');
	await work();
	over = true;
	const longest = Math.max(0, ...parsed.mock.calls.map(([text]) => text.length));
	return { turns, longest };
}
afterEach(() => vi.restoreAllMocks());

const url = '"url":"https://example.com/"';
const repeated = (prefix: string, unit: string, suffix: string, bytes: number): Buffer =>
	Buffer.concat([Buffer.from(prefix), Buffer.alloc(bytes - (bytes % unit.length), unit), Buffer.from(suffix)]);

describe('what a guest asks the network for', () => {
	it('is what JSON says it is, however its body is written', async () => {
		const written = fc.constantFrom(
			(text: string) => JSON.stringify(text),
			// Everything escaped, surrogates apart.
			(text: string) => `"${[...Array(text.length).keys()].map((at) => unit(text, at)).join('')}"`,
		);
		const content = anyText({ maxLength: 60 });
		await fc.assert(
			fc.asyncProperty(content, written, fc.boolean(), fc.boolean(), async (text, write, first, spaced) => {
				const gap = spaced ? ' \n\t\r' : '';
				const [before, after] = first ? ['', `,${url}`] : [`${url},`, ''];
				const request = `{${gap}${before}"body"${gap}:${gap}${write(text)}${gap}${after}}`;
				expect(await bodyOf(request)).toEqual(new Uint8Array(Buffer.from(text)));
			}),
			{ numRuns: 150, seed: 5 },
		);
	});

	it('is answered as JSON.parse would have it: what that refuses is refused, what that reads is read', async () => {
		const pieces = fc.constantFrom(
			...['{', '}', '[', ']', ',', ':', '"', '\\', ' ', '"body"', '"b\\u006fdy"', '"url"', '"https://a.b/"'],
			...['"x"', 'null', '1', '{"url":"https://a.b/","body":', '"\\ud800"', '"\\x"', '"\u0001"', '"a":{"body":"in"}'],
		);
		await fc.assert(
			fc.asyncProperty(fc.array(pieces, { maxLength: 12 }), async (parts) => {
				const text = parts.join('');
				expect([text, summaryOf(await parse(text))]).toEqual([text, expectedOf(text)]);
			}),
			{ numRuns: 5_000, seed: 11 },
		);
	});

	it('has a body of 16 MiB, as text or in base64, and the program has its turn meanwhile', async () => {
		const size = defaultLimits.httpRequestBytes;
		const text = repeated(`{${url},"method":"POST","body":"`, 'honest, ', '"}', size);
		const { turns, longest } = await watching(async () => {
			expect(await bodyOf(text)).toHaveLength(size);
		});
		expect(turns).toBeGreaterThanOrEqual(size / MiB);
		expect(longest).toBeLessThan(1_000);
		const content = Buffer.alloc(size, 'bytes');
		const encoded = `{${url},"body_base64":"${content.toString('base64').replaceAll('/', '\\/')}"}`;
		const body = await bodyOf(encoded);
		expect(body).toBeInstanceOf(Uint8Array);
		expect(content.equals(body as Uint8Array)).toBe(true);
		expect(await bodyOf(repeated(`{${url},"body":"`, 'x', '"}', size + 1))).toBe(hostStatus.tooLarge);
		expect(await bodyOf(repeated(`{${url},"body_base64":"`, 'AAAA', '"}', (size / 3) * 4 + 8))).toBe(
			hostStatus.tooLarge,
		);
	});

	it.each<readonly [string, Buffer, number]>([
		['bad headers', repeated(`{${url},"headers":{`, '"a":0,', '"z":0}}', 5 * MiB), hostStatus.tooLarge],
		[
			'a million good headers',
			repeated(`{${url},"headers":{`, '"aaaaaa":"",', '"z":""}}', 12 * MiB),
			hostStatus.tooLarge,
		],
		['unknown keys', repeated(`{${url},`, '"k":0,', '"z":0}', 12 * MiB), hostStatus.tooLarge],
		['a deep key', repeated(`{${url},"k":`, '[', '', 12 * MiB), hostStatus.tooLarge],
		['one endless key', repeated(`{${url},"`, 'k', '":0}', 12 * MiB), hostStatus.tooLarge],
		['white space', repeated(`{${url},"body"`, ' ', ':"x"}', 12 * MiB), hostStatus.tooLarge],
		['an endless URL', repeated('{"url":"', 'x', '"}', 12 * MiB), hostStatus.tooLarge],
		['an endless method', repeated(`{${url},"method":"`, 'x', '"}', 100_000), hostStatus.invalid],
		['empty objects for a body', repeated(`{${url},"body":[`, '{},', '0]}', 15 * MiB), hostStatus.invalid],
		['numbers for a body in base64', repeated(`{${url},"body_base64":[`, '0,', '0]}', 15 * MiB), hostStatus.invalid],
		['a body without an end', repeated(`{${url},"body":"`, 'x', '', 15 * MiB), hostStatus.invalid],
		['a body of bad escapes', repeated(`{${url},"body":"`, '\\x', '"}', 15 * MiB), hostStatus.invalid],
		['no base64, of millions of letters', repeated(`{${url},"body_base64":"`, '*', '"}', 12 * MiB), hostStatus.invalid],
		['base64 with padding in its midst', repeated(`{${url},"body_base64":"`, 'AA==', '"}', 4_000), hostStatus.invalid],
		[
			'bad headers, few enough to be counted',
			repeated(`{${url},"headers":{`, '"a":0,', '"z":0}}', 60),
			hostStatus.invalid,
		],
		['more headers than there may be', repeated('{"headers":{', '"a":0,', `"z":0},${url}}`, 6), hostStatus.invalid],
		['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d]), hostStatus.invalid],
	])('is refused cheaply: %s', async (_what, request, expected) => {
		const { longest } = await watching(async () => {
			expect(await parse(request)).toBe(expected);
		});
		expect(longest).toBeLessThanOrEqual(defaultLimits.httpHeadBytes);
	});

	it('counts its headers before it looks at any', async () => {
		const headers = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`x-${index}`, 0]));
		expect(await parse(JSON.stringify({ url: 'https://example.com/', headers }))).toBe(hostStatus.tooLarge);
	});

	it('ends with its call', async () => {
		const call = new AbortController();
		const request = repeated(`{${url},"body":"`, 'x', '"}', 8 * MiB);
		const parsing = parseHttpRequest(request, defaultLimits, call.signal, () => undefined);
		call.abort();
		await expect(parsing).rejects.toMatchObject({ status: hostStatus.cancelled });
	});

	it('names its place before its body is read', () => {
		const place = (text: string | Buffer): string | null => urlOfRequest(Buffer.from(text), defaultLimits);
		expect(place(repeated(`{${url},"body":"`, 'x', '"}', 8 * MiB))).toBe('https://example.com/');
		expect(place(`{${url},"headers":{"body":"x"},"body":null}`)).toBe('https://example.com/');
		expect(place('{"body":"x","url":"https://example.com/"}')).toBeNull();
		for (const text of ['', '{', '[]', '{"url":5}', '{"url":"https://a.b/"', 'null']) expect(place(text)).toBeNull();
	});
});

function unit(text: string, at: number): string {
	return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
}

function summaryOf(parsed: GuestHttpRequest | number): string {
	return typeof parsed === 'number' ? 'refused' : `read ${parsed.body === null ? null : Buffer.from(parsed.body)}`;
}

function expectedOf(text: string): string {
	// A key that stands there twice is refused where it is a body's, whatever JSON makes of it.
	if ((text.match(/"b(?:o|\\u006f)dy"\s*:/g) ?? []).length > 1) return summaryTwice(text);
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return 'refused';
	}
	const { url: place, body } = (value ?? {}) as { readonly url?: unknown; readonly body?: unknown };
	if (typeof place !== 'string' || !URL.canParse(place)) return 'refused';
	if (body === null || body === undefined) return 'read null';
	return typeof body === 'string' ? `read ${Buffer.from(body)}` : 'refused';
}

/** One of them may be deeper inside. */
function summaryTwice(text: string): string {
	const inner = text.replaceAll('"a":{"body":"in"}', '"a":{"bodi":"in"}');
	if (inner !== text) return expectedOf(inner);
	return 'refused';
}
