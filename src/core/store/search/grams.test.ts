import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newStoreEach, ran, type ScratchStore } from '../../../../test/support/scratch/scratch-store.ts';
import type { Store } from '../store.ts';
import { gramIndex } from './gram-index.ts';
import { gramText } from './grams.ts';

let scratch: ScratchStore;
let store: Store;
newStoreEach({}, (its, folder) => {
	store = its;
	scratch = folder;
});

/** Whether a run with the line is found by the text in every way of searching. */
function finds(line: string, text: string): boolean {
	const id = ran(store, { plugin: 'p' }, {}, [line]);
	const found = [
		store.runs.searchLogs(text).some(({ runId }) => runId === id),
		store.runs.logs(id, { text }).length === 1,
		store.runs.list({ text }).some((run) => run.id === id),
		store.runs.finishedIds({ text }).includes(id),
	];
	expect(new Set(found).size).toBe(1);
	store.runs.remove([id]);
	return found[0] === true;
}

describe('a search through the history', () => {
	it.each([
		['2024年月度报告_失败.csv', '报告'],
		['2024年月度报告_失败.csv', '月度报'],
		['2024年月度报告_失败.csv', '年'],
		['2024年月度报告_失败.csv', '24年'],
		['2024年月度报告_失败.csv', '失败'],
		['2024年月度报告_失败.csv', '2024'],
		['2024年月度报告_失败.csv', '报告 失败'],
		['2024年月度报告_失败.csv', '失败 CSV'],
		['读取errors日志', 'errors'],
		['读取Errors日志', 'ERR'],
		['读取errors日志', 'errors日'],
		['第3页report完成', 'report'],
		['월간보고서를 저장했습니다', '보고서'],
		['월간보고서를 저장했습니다', '저장'],
		['월간보고서'.normalize('NFD'), '보고서'],
		['ไม่สามารถเปิดไฟล์รายงานได้', 'รายงาน'],
		['ไม่สามารถเปิดไฟล์รายงานได้', 'ไฟล์'],
		['売上データを読み込みました', 'データ'],
		['売上データを読み込みました', 'ﾃﾞｰﾀ'],
		['ບໍ່ພົບໄຟລ໌', 'ໄຟລ໌'],
		['ကိုယ်ရေးဖိုင်', 'ဖိုင်'],
		['📈 chart.csv', '📈'],
		['📈chart.csv', 'chart'],
		['done ✓ in 3 s', '✓'],
		['I ❤️ data', '❤'],
		['👩‍🔬 finished', '🔬'],
		['price 5€ each', '€'],
		['ＡＢＣ商店', 'abc'],
		['ＲＥＰＯＲＴ', 'report'],
		['𠮷野家', '𠮷'],
		['Tiếng Việt 文件', 'tieng'],
	])('finds in %j what is asked by %j', (line, text) => {
		expect(finds(line, text)).toBe(true);
	});

	it.each([
		['2024年月度报告_失败.csv', '告报'],
		['2024年月度报告_失败.csv', '告失'],
		['月度 报告', '度报'],
		['2024年月度报告_失败.csv', '报告 成功'],
		['읽기 실패', '성공'],
		['📈 chart.csv', '📉'],
		['日志 reporting', 'port'],
		['plain words', '报告'],
		['plain words', '📈'],
	])('does not find in %j what is asked by %j', (line, text) => {
		expect(finds(line, text)).toBe(false);
	});

	it('finds every part of every word of characters, and by each word of a line', () => {
		const letter = fc.constantFrom(...'年月报告データ보고ไฟล์a7é📈');
		fc.assert(
			fc.property(fc.array(letter, { minLength: 2, maxLength: 12 }), fc.nat(), fc.nat(), (letters, from, length) => {
				const line = `${letters.join('')}报`;
				const characters = Array.from(line);
				const start = from % characters.length;
				const part = characters.slice(start, start + 1 + (length % characters.length)).join('');
				// What is a mark alone is part of the letter before it.
				fc.pre(/[\p{L}\p{N}\p{S}]/u.test(part));
				expect(gramText(line)).not.toBeNull();
				expect(finds(line, part)).toBe(true);
			}),
			{ numRuns: 100 },
		);
	});

	it('looks into errors the same way', () => {
		const id = ran(store, {}, { status: 'failed', error: { code: 'timeout', message: '无法读取月度报告' } });
		for (const text of ['报告', '读取 timeout', '月度'])
			expect(store.runs.list({ text }).map((run) => run.id)).toEqual([id]);
		expect(store.runs.count({ text: '告月' })).toBe(0);
		store.runs.remove([id]);
		expect(store.runs.count({ text: '报告' })).toBe(0);
	});

	it('gives lines of both indexes in one order, in parts', () => {
		const lines = Array.from({ length: 30 }, (_, n) => (n % 3 === 0 ? `报告report ${n}` : `report ${n}`));
		const id = ran(store, {}, {}, lines);
		const seen: string[] = [];
		let afterId: number | undefined;
		for (;;) {
			const part = store.runs.logs(id, { text: 'report', limit: 7, afterId });
			if (part.length === 0) break;
			seen.push(...part.map(({ message }) => message));
			afterId = part.at(-1)?.id;
		}
		expect(seen).toEqual(lines);
		expect(store.runs.searchLogs('report', { limit: 12 })).toHaveLength(12);
	});
});

describe('the index of characters', () => {
	/** As a history of the version before, with its lines. */
	function forget(): Database.Database {
		store.close();
		const database = new Database(scratch.file);
		database.exec(`
			INSERT INTO log_grams (log_grams) VALUES ('delete-all');
			INSERT INTO error_grams (error_grams) VALUES ('delete-all');
			INSERT INTO gram_backlog SELECT 'log', max(id) + 1 FROM run_logs;
			INSERT INTO gram_backlog SELECT 'error', max(row) + 1 FROM run_errors;
		`);
		return database;
	}

	it('takes up what an older version wrote, in pieces and in the background, and new lines meanwhile', async () => {
		for (let n = 0; n < 5; n++)
			ran(
				store,
				{ startedAt: n },
				{ status: 'failed', error: { code: 'timeout', message: `超时${n}` } },
				Array.from({ length: 150 }, (_, line) => `第${line}行月度报告`),
			);
		const database = forget();
		const index = gramIndex(database);
		let pieces = 0;
		while (index.catchUp()) pieces++;
		expect(pieces).toBeGreaterThan(4);
		database.close();
		store = scratch.open();
		expect(store.runs.count({ text: '度报' })).toBe(5);
		expect(store.runs.count({ text: '时3' })).toBe(1);

		forget().close();
		store = scratch.open();
		ran(store, {}, {}, ['新的月度报告']);
		expect(store.runs.searchLogs('的月度')).toHaveLength(1);
		await expect.poll(() => store.runs.count({ text: '度报' }), { timeout: 20_000 }).toBe(6);
	});

	it('takes what a flood left for later, and loses nothing of it', async () => {
		const line = '报告'.repeat(4000);
		const id = ran(
			store,
			{},
			{},
			Array.from({ length: 20 }, (_, n) => `${line}第${n}行`),
		);
		await expect
			.poll(() => store.runs.searchLogs('行').length + store.runs.searchLogs('第19行').length, {
				timeout: 20_000,
			})
			.toBe(21);
		store.runs.remove([id]);
		expect(store.runs.searchLogs('报告')).toEqual([]);
	});

	it('holds nothing of a history in plain words', () => {
		ran(store, {}, {}, ['read 5 rows', 'naïve café — “quoted” … Straße', 'файл прочитан']);
		store.close();
		const database = new Database(scratch.file);
		expect(database.prepare('SELECT count(*) FROM log_grams_docsize').pluck().get()).toBe(0);
		database.close();
	});
});
