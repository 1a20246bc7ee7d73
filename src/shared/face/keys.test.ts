import { describe, expect, it } from 'vitest';
import { acceleratorOf, isHeard, isSign, isWithModifier, keyIds, keyPlaces, keyTable, keyTitles } from './keys.ts';
import { places } from './places.ts';

describe('the table of keys', () => {
	it('gives no two that the window hears the same presses, nor one the beginning of another', () => {
		const heard = keyIds.filter(isHeard).flatMap((id) => keyTable[id].presses);
		expect(new Set(heard).size).toBe(heard.length);
		for (const presses of heard) {
			const longer = heard.filter((other) => other.startsWith(`${presses} `));
			expect(longer, presses).toEqual([]);
		}
	});

	it('tells in both languages what each does, and of places what they are called', () => {
		for (const language of ['en', 'zh-CN'] as const) {
			const titles = keyTitles(language);
			for (const { key, title } of places) expect(titles[`go-${key}`]).toBe(title[language]);
			expect(Object.values(titles).every((title) => title.length > 1)).toBe(true);
			expect(new Set(Object.values(titles)).size).toBe(keyIds.length);
		}
	});

	it('has each place of the window’s as a number and as a letter', () => {
		expect(keyTable['go-plugins'].presses).toEqual(['$mod+1', 'g p']);
		expect(keyTable['go-settings'].presses).toEqual(['$mod+5', 'g s']);
		expect(keyTable['go-flows'].presses).toEqual(['$mod+6', 'g w']);
		expect(keyTable['go-catalogue'].presses).toEqual(['$mod+7', 'g c']);
	});

	it('knows which are signs alone: those can be switched off, and no menu has them', () => {
		const signs = keyIds.filter(isHeard).flatMap((id) => keyTable[id].presses.filter(isSign));
		expect(signs).toEqual(expect.arrayContaining(['[Shift]+?', '[Shift]+/', 'j', 'k', 'g p']));
		expect(signs.some(isWithModifier)).toBe(false);
		expect(isSign('Escape')).toBe(false);
		expect(acceleratorOf('help')).toBeUndefined();
		expect(acceleratorOf('next')).toBeUndefined();
	});

	it('writes them as the shell’s menu does', () => {
		expect(acceleratorOf('newWindow')).toBe('CommandOrControl+Shift+N');
		expect(acceleratorOf('go-runs')).toBe('CommandOrControl+3');
		expect(acceleratorOf('save')).toBe('CommandOrControl+S');
	});

	it('holds each somewhere that is told', () => {
		expect(keyIds.filter((id) => !keyPlaces.includes(keyTable[id].where))).toEqual([]);
	});
});
