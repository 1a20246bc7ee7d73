import type { ResourceLanguage } from 'i18next';
import type { Appearance } from '../../shared/api/appearance.ts';

export type Language = Exclude<Appearance['language'], 'system'>;

/** What the person chose, or what the system speaks. */
export function resolveLanguage(
	setting: Appearance['language'],
	system: readonly string[] = navigator.languages,
): Language {
	if (setting !== 'system') return setting;
	const first = system.find((tag) => /^(en|zh)\b/i.test(tag));
	return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en';
}

interface Parts {
	first(): Promise<ResourceLanguage>;
	later(): Promise<ResourceLanguage>;
}

/** Each language comes when it is spoken, in two files: what the first picture needs, and the rest. */
const catalogues: Readonly<Record<Language, Parts>> = {
	en: {
		first: async () => (await import('./en/index.ts')).en,
		later: async () => (await import('./en/later.ts')).later,
	},
	'zh-CN': {
		first: async () => (await import('./zh-CN/index.ts')).zhCN,
		later: async () => (await import('./zh-CN/later.ts')).later,
	},
};

/** The texts of a language that the first picture may show; fetched once, however often they are asked for. */
export const catalogueOf = (language: Language): Promise<ResourceLanguage> => catalogues[language].first();

/** All its other texts. */
export const laterCatalogueOf = (language: Language): Promise<ResourceLanguage> => catalogues[language].later();
