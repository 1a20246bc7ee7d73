import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../test/support/scratch/scratch.ts';
import { keepRunning } from './keep-running.ts';

const scratch = scratchFolder();
/** The program's source; what it does is its first word. Each start adds a line to its journal. */
const source = scratch.put('source.txt', 'wait');
const journal = scratch.put('journal.txt', '');
const program = `
	const fs = require('node:fs');
	const [word] = fs.readFileSync(process.argv[1], 'utf8').split(' ');
	fs.appendFileSync(process.argv[2], word + '\\n');
	if (word === 'wait') setInterval(() => {}, 1000);
	else process.exit(word === 'fail' ? 1 : 0);`;
const started = (): readonly string[] => readFileSync(journal, 'utf8').split('\n').slice(0, -1);
const change = (text: string): void => writeFileSync(source, text);

function run(): { readonly ended: Promise<number>; readonly said: string[]; readonly stop: AbortController } {
	writeFileSync(journal, '');
	const said: string[] = [];
	const stop = new AbortController();
	const ended = keepRunning({
		paths: [scratch.path],
		counts: (file) => file === 'source.txt',
		start: () => spawn(process.execPath, ['-e', program, source, journal], { stdio: 'ignore' }),
		say: (sentence) => said.push(sentence),
		signal: stop.signal,
		settleMs: 50,
	});
	return { ended, said, stop };
}

describe('a program that is run on its sources', () => {
	it('is started anew after a change, waits for one after a failure, and ends as it ends', async () => {
		const { ended, said } = run();
		await expect.poll(started).toEqual(['wait']);
		writeFileSync(join(scratch.path, 'source.test.txt'), 'of no account');
		change('fail now');
		await expect.poll(started).toEqual(['wait', 'fail']);
		await expect.poll(() => said.at(-1)).toContain('It failed');
		change('wait again');
		await expect.poll(started).toEqual(['wait', 'fail', 'wait']);
		change('done');
		expect(await ended).toBe(0);
		expect(started()).toEqual(['wait', 'fail', 'wait', 'done']);
		expect(said.filter((sentence) => sentence.startsWith('A source changed'))).toHaveLength(2);
	});

	it('is ended with everything else', async () => {
		change('wait');
		const { ended, stop } = run();
		await expect.poll(started).toEqual(['wait']);
		stop.abort();
		expect(await ended).toBe(0);
	});
});
