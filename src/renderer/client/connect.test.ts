import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../shared/face/bridge.ts';
import { connectBridge } from './connect.ts';

afterEach(() => vi.unstubAllGlobals());

beforeEach(() => vi.stubGlobal('addEventListener', () => undefined));

function shell(request: () => Promise<unknown>): Partial<Bridge<File>> {
	return { face: 'electron', request: request as Bridge<File>['request'] };
}

describe('the window’s bridge in Electron', () => {
	it('answers what the engine answers', async () => {
		vi.stubGlobal('window', { bridge: shell(async () => ({ ok: true, data: [] })) });
		const bridge = await connectBridge();
		expect(await bridge.request('plugins.list', {})).toEqual({ ok: true, data: [] });
	});

	it.each([
		[
			'throws at what is asked',
			() => {
				throw new TypeError('Electron contextBridge recursion depth exceeded.');
			},
		],
		['refuses what is answered', () => Promise.reject(new Error('Electron contextBridge recursion depth exceeded.'))],
	])('never rejects: where Electron %s, the answer says that it is nested too deeply', async (_what, request) => {
		vi.stubGlobal('window', { bridge: shell(request) });
		const bridge = await connectBridge();
		expect(await bridge.request('plugins.list', {})).toMatchObject({
			ok: false,
			error: {
				code: 'invalid_input',
				details: { reason: 'nested_too_deep' },
				hint: expect.stringContaining('command line'),
			},
		});
	});
});
