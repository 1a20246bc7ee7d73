import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../../src/cli/session/session.ts';
import { EventPoller } from '../../src/cli/show/event-poller.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

describe('what is told of a run', () => {
	it('is first that it began and then how it ended, also where one look found it finished', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('one', answering('"v1"')) });
		const session = new Session(
			scratch.core(),
			{ stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() },
			{ json: false, quiet: false, color: false },
			{
				signal: new AbortController().signal,
				cause: null,
				divert: () => () => undefined,
				interrupt: () => {},
				stop: () => {},
			},
		);
		const poller = await EventPoller.open(session);
		await scratch.ask('plugins.call', { name: 'one', fn: 'process_data', input: '1' });
		const told = await poller.read();
		expect(told).toMatchObject([
			{
				event: 'run.started',
				payload: { run: { status: 'running', finishedAt: null, durationMs: null, error: null } },
			},
			{ event: 'run.finished', payload: { run: { status: 'succeeded', finishedAt: expect.any(Number) } } },
		]);
	});
});
