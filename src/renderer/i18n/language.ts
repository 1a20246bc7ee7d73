import type { ResourceLanguage } from 'i18next';
import type { Look } from '../../shared/api/look.ts';

export type Language = Exclude<Look['language'], 'system'>;

/** What the person chose, or what the system speaks. */
export function resolveLanguage(setting: Look['language'], system: readonly string[] = navigator.languages): Language {
	if (setting !== 'system') return setting;
	const first = system.find((tag) => /^(en|zh)\b/i.test(tag));
	return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en';
}

/** Each language comes in a file of its own, when it is spoken. */
const catalogues: Readonly<Record<Language, () => Promise<ResourceLanguage>>> = {
	en: async () => (await import('./en/index.ts')).en,
	'zh-CN': async () => (await import('./zh-CN/index.ts')).zhCN,
};

/** What the first screen says; fetched once, however often it is asked for. */
export const catalogueOf = (language: Language): Promise<ResourceLanguage> => catalogues[language]();

const later: Readonly<Record<Language, () => Promise<ResourceLanguage>>> = {
	en: async () => (await import('./en/later.ts')).enLater,
	'zh-CN': async () => (await import('./zh-CN/later.ts')).zhCNLater,
};

/** What the other screens say. */
export const laterCatalogueOf = (language: Language): Promise<ResourceLanguage> => later[language]();
