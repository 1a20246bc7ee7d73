import { describe, expect, it } from 'vitest';
import { succeeded } from '../../shared/errors/result.ts';
import { PendingAnswers } from './pending-answers.ts';

const settled = (answers: PendingAnswers, session: string, data: unknown): Promise<string> =>
	new Promise((resolve) => void answers.keep(session, Promise.resolve(succeeded(data)), resolve));

describe('answers that nobody fetched yet', () => {
	it('are handed out once, as they will be sent, and to whoever asked alone', async () => {
		const answers = new PendingAnswers();
		const id = await settled(answers, 'mine', { a: 1 });
		expect(answers.take('other', id)).toBe('unknown');
		expect(String(answers.take('mine', id))).toBe('{"ok":true,"data":{"a":1}}');
		expect(answers.take('mine', id)).toBe('unknown');
	});

	it('are bounded together by their bytes, the oldest going first and what is awaited staying', async () => {
		const answers = new PendingAnswers();
		const awaited = answers.keep('mine', new Promise(() => {}), () => {});
		const megabytes = 'x'.repeat(10 * 1024 * 1024);
		const ids: string[] = [];
		for (let index = 0; index < 8; index++) ids.push(await settled(answers, 'mine', megabytes));
		const kept = ids.map((id) => answers.take('mine', id) !== 'unknown');
		expect(kept).toEqual([false, false, true, true, true, true, true, true]);
		expect(answers.take('mine', awaited)).toBe('pending');
	});
});
