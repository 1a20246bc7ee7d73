import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readJson } from './read-body.ts';

function request(body: string): IncomingMessage {
	const stream = Readable.from([Buffer.from(body)]);
	return Object.assign(stream, { headers: { 'content-type': 'application/json' } }) as unknown as IncomingMessage;
}

describe('the body of a request', () => {
	it('is not made values of where it is of more of them than any request needs', async () => {
		const many = `{"route":"x","input":[${'{},'.repeat(300_000)}0]}`;
		await expect(readJson(request(many), 32 * 1024 * 1024)).rejects.toMatchObject({
			status: 413,
			code: 'invalid_input',
		});
	});

	it('is taken with one text of many megabytes, and with the longest list of ids', async () => {
		const text = '[{},{},'.repeat(500_000);
		expect(await readJson(request(JSON.stringify({ text })), 32 * 1024 * 1024)).toEqual({ text });
		const ids = Array.from({ length: 100_000 }, (_, index) => index.toString(16).padStart(12, '0'));
		expect(await readJson(request(JSON.stringify({ ids })), 32 * 1024 * 1024)).toEqual({ ids });
	});
});
