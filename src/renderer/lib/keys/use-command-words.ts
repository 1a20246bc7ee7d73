import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { en } from '../../i18n/en/index.ts';

/** What there are words for: `commands.does` in the catalogue. */
export type CommandWord = keyof (typeof en)['commands']['does'];

export interface CommandWords {
	readonly label: string;
	readonly also: readonly string[];
}

interface CommandValues {
	readonly name?: string;
	readonly place?: string;
}

/** What a command is called, and what else finds it: other words of the language, and the English ones in every language. */
export function useCommandWords(): (word: CommandWord, values?: CommandValues) => CommandWords {
	const { t, i18n } = useTranslation('commands');
	return useMemo(() => {
		const english = i18n.getFixedT('en', 'commands');
		const isEnglish = i18n.resolvedLanguage === 'en';
		const split = (list: string): readonly string[] => list.split(/[,、]/).map((word) => word.trim());
		return (word, { name = '', place = '' } = {}) => {
			const values = { name, place };
			const label = t(`does.${word}`, values);
			const inEnglish = isEnglish ? [] : [english(`does.${word}`, values), ...split(english(`also.${word}`))];
			return { label, also: [...split(t(`also.${word}`)), ...inEnglish.filter((other) => other !== label)] };
		};
	}, [t, i18n, i18n.resolvedLanguage]);
}
