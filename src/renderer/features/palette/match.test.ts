import { Blocks } from 'lucide-react';
import pinyin from 'pinyin-match';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../lib/keys/command.ts';
import { matchesOf, matchOf, nameScore } from './match.ts';

function command(label: string, ...also: readonly string[]): Command {
	return { id: label, label, icon: Blocks, also };
}

const labels = (typed: string, ...commands: readonly Command[]): readonly string[] =>
	matchesOf(commands, typed).map(({ command: { label } }) => label);

describe('what was typed into the palette', () => {
	it('finds a name by all its words, in any order and case', () => {
		const test = command('Test pii-redactor');
		for (const typed of ['test pii', ' REDACTOR  te', 'pii-redactor'])
			expect(matchOf(test, typed), typed).not.toBeNull();
		expect(matchOf(command('测试 pii-redactor'), '测试 pii')).not.toBeNull();
	});

	it('finds a name by some of its letters in their order, and marks those', () => {
		const found = matchOf(command('pii-redactor'), 'rdctr');
		expect([...(found?.marks ?? [])].map((index) => 'pii-redactor'[index]).join('')).toBe('rdctr');
		expect(matchOf(command('Run on a file'), 'rof')).not.toBeNull();
	});

	it('finds nothing that lacks one of the words', () => {
		expect(matchOf(command('Test pii-redactor'), 'policy pii')).toBeNull();
		expect(matchOf(command('Use the dark theme'), 'drkness')).toBeNull();
	});

	it('finds a command by another word for it, which is told', () => {
		expect(matchOf(command('Uninstall csv-source…', 'delete', 'remove'), 'remove csv')).toMatchObject({
			also: 'remove',
		});
		expect(matchOf(command('Uninstall csv-source…', 'delete'), 'uninst')).toMatchObject({ also: null });
	});

	it('puts first what fits best, and leaves away what fits loosely beside it', () => {
		const commands = [command('Copy or edit'), command('pii-redactor'), command('Use the dark theme')];
		expect(labels('red', ...commands)).toEqual(['pii-redactor']);
		expect(labels('dark', command('Open the data folder, quick'), command('Use the dark theme'))[0]).toBe(
			'Use the dark theme',
		);
	});

	it('puts what was used lately before what fits as well', () => {
		const commands = [command('Test one'), command('Test two')];
		expect(matchesOf(commands, 'test', ['Test two']).map(({ command: { id } }) => id)).toEqual([
			'Test two',
			'Test one',
		]);
	});

	it('leaves everything in its order while nothing is typed', () => {
		expect(labels('  ', command('b'), command('a'))).toEqual(['b', 'a']);
	});

	it('finds Chinese by a part of it, by spelling and by initials', () => {
		const runs = command('前往：运行记录');
		for (const typed of ['记录', 'yxjl', 'yunxing', 'jilu']) {
			const found = matchOf(runs, typed, (text, spelling) => pinyin.match(text, spelling));
			expect(found, typed).not.toBeNull();
			expect(found?.marks.size, typed).toBeGreaterThan(1);
		}
		expect(matchOf(runs, 'yxjl')).toBeNull();
	});

	it('reads no more letters as syllables than can be read at once', () => {
		let asked = 0;
		matchOf(command('运行记录'), 'an'.repeat(40), () => {
			asked += 1;
			return false;
		});
		expect(asked).toBe(0);
	});

	it('tells which plugin is meant by the word that names it', () => {
		expect(nameScore('csv-source', 'disable csv')).toBeGreaterThan(0.5);
		expect(nameScore('csv-source', 'disable geo')).toBe(0);
	});
});
