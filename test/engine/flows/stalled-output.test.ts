import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fickle } from '../../support/flows/fickle-guest.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
let pipe = -1;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(async () => {
	if (pipe !== -1) closeSync(pipe);
	pipe = -1;
	await scratch.dispose();
});

describe.skipIf(process.platform === 'win32')('a pipe that somebody has open, and nobody reads', () => {
	it('keeps no failure to itself: the run fails with it at once, and says which component it was', async () => {
		await scratch.ask('plugins.install', { path: await scratch.plugin('pass', fickle('process_data')) });
		const [from, to] = [join(scratch.folder, 'in.ndjson'), join(scratch.folder, 'out.ndjson')];
		execFileSync('mkfifo', [to]);
		pipe = openSync(to, constants.O_RDONLY | constants.O_NONBLOCK);
		// One batch of these is more than a pipe holds; the one that fails lies behind all that the connection holds.
		const records = Array.from({ length: 2000 }, (_, n) => `"${n === 720 ? 'error' : 'ok'} ${'x'.repeat(1000)}"\n`);
		writeFileSync(from, records.join(''));
		const error = await scratch.fail('flows.run', {
			flow: {
				definition: {
					name: 'stalled',
					batch_size: 100,
					components: [
						{ name: 'in', use: 'read-file', config: { path: from } },
						{ name: 'checks', plugin: 'pass', inputs: ['in'] },
						{ name: 'out', use: 'write-file', inputs: ['checks'], config: { path: to } },
					],
				},
			},
		});
		expect(error.message).toMatch(/^components\[1\] \(checks\): record 721 /);
		const { runs } = await scratch.ask('runs.list', { status: 'failed' });
		expect(runs).toHaveLength(1);
		expect(await scratch.ask('sandboxes.list', {})).toEqual([]);
	});
});
