import i18next, { type TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { because, type FailureReason, reasonFacts } from '../../../shared/errors/failure-reason.ts';
import { en } from '../../i18n/en/index.ts';
import { later } from '../../i18n/en/later.ts';
import { zhCN } from '../../i18n/zh-CN/index.ts';
import { later as laterChinese } from '../../i18n/zh-CN/later.ts';
import { type Failure, type FailureText, failureText } from './failure-text.ts';
import { createFormat } from './use-format.ts';

async function sayer(language: 'en' | 'zh-CN'): Promise<(error: Failure) => FailureText> {
	const i18n = i18next.createInstance();
	await i18n.init({
		lng: language,
		resources: { en: { ...en, ...later }, 'zh-CN': { ...zhCN, ...laterChinese } },
		defaultNS: 'common',
		interpolation: { escapeValue: false },
	});
	const failure = i18n.getFixedT(language, 'failure') as TFunction<'failure'>;
	const common = i18n.getFixedT(language, 'common') as TFunction<'common'>;
	return (error) => failureText(error, createFormat(language, 'local'), failure, common);
}

const [english, chinese] = await Promise.all([sayer('en'), sayer('zh-CN')]);
const late: Failure = {
	code: 'timeout',
	message: '"process_data" of "slow" did not finish within 1500 ms and was stopped',
	hint: 'Raise `timeout_ms`.',
	details: because('time_limit', { fn: 'process_data', limitMs: 1500 }),
};

describe('what an error says', () => {
	it('is in the window’s language, with its facts as that language writes them', () => {
		expect(english(late).text).toBe('process_data did not finish within its limit of 1.5 sec and was stopped.');
		expect(chinese(late).text).toBe('process_data 未能在时间上限 1.5 秒内完成，已被终止。');
		expect(chinese(late).original).toBe(late.message);
	});

	it('is the engine’s own sentence where it gives no reason', () => {
		const error: Failure = {
			code: 'runtime',
			message: 'Something new.',
			hint: 'Look.',
			details: { reason: 'unheard_of' },
		};
		expect(chinese(error)).toEqual({ text: 'Something new.', hint: 'Look.', said: null, original: null });
	});

	it('keeps what a plugin put into it harmless: no control characters, nothing filled in twice', () => {
		const error: Failure = {
			code: 'not_found',
			message: '',
			details: because('not_installed', { name: '\u202Eevil $t(common:app) {{name}}' }),
		};
		expect(english(error).text).toBe('No plugin named ⟨U+202E⟩evil $t(common:app) {{name}} is installed.');
	});

	it('lets the plugin have its word, once', () => {
		const gaveUp = because('gave_up', { function: 'f', status: -13 });
		const plain: Failure = { code: 'plugin_execution', message: 'f returned -13', details: gaveUp, origin: 'guest' };
		expect(english(plain).said).toBe(null);
		expect(english({ ...plain, message: 'no such column' }).said).toBe('no such column');
		// Whose words they are is said beside them, whatever they look like.
		const words = { ...plain, message: 'the server returned -1' };
		expect(english({ ...words, details: { ...gaveUp, said: true } }).said).toBe('the server returned -1');
		expect(english({ ...words, message: 'in other words', details: { ...gaveUp, said: false } }).said).toBe(null);
	});
});

describe('every reason of the engine', () => {
	it('has a sentence and a hint, and no sentence is without a reason', () => {
		expect(Object.keys(later.failure.why).toSorted()).toEqual(Object.keys(reasonFacts).toSorted());
	});

	it.each([
		['English', later.failure.why],
		['Chinese', laterChinese.failure.why],
	] as const)('is told in %s with facts that it has', (_, why) => {
		const unknown = Object.entries(why).flatMap(([reason, texts]) => {
			const facts: readonly string[] = reasonFacts[reason as FailureReason];
			const holes = Object.values(texts).flatMap((text) =>
				[...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, hole]) => hole),
			);
			return holes.filter((hole) => !facts.includes(hole ?? '')).map((hole) => `${reason}: ${hole}`);
		});
		expect(unknown).toEqual([]);
	});

	it('is told without a shell: no command, no option', () => {
		const shell = [...Object.values(later.failure.why), ...Object.values(laterChinese.failure.why)].filter(
			({ text, hint }) => /`|dataflare |(^| )--\w/.test(`${text} ${hint}`),
		);
		expect(shell).toEqual([]);
	});
});
