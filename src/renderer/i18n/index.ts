import i18next, { type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../shared/api/settings.ts';
import { en } from './en/index.ts';

export type Language = Exclude<Settings['language'], 'system'>;

declare module 'i18next' {
	interface CustomTypeOptions {
		defaultNS: 'common';
		resources: typeof en;
		enableSelector: false;
	}
}

/** What the person chose, or what the system speaks. */
export function resolveLanguage(
	setting: Settings['language'],
	system: readonly string[] = navigator.languages,
): Language {
	if (setting !== 'system') return setting;
	const first = system.find((tag) => /^(en|zh)\b/i.test(tag));
	return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en';
}

/** The catalogue that stands in for what others lack comes with the page, others when they are spoken. */
const catalogues: Readonly<Record<Language, () => Promise<ResourceLanguage>>> = {
	en: async () => en,
	'zh-CN': async () => (await import('./zh-CN/index.ts')).zhCN,
};

export async function startTranslations(language: Language): Promise<void> {
	await i18next.use(initReactI18next).init({
		lng: language,
		fallbackLng: 'en',
		defaultNS: 'common',
		resources: { en, ...(language === 'en' ? {} : { [language]: await catalogues[language]() }) },
		// React escapes by itself.
		interpolation: { escapeValue: false },
		returnNull: false,
	});
	document.documentElement.lang = language;
}

let wanted: Language | null = null;

/** Of two that are asked for at once, the later one is spoken. */
export async function changeLanguage(language: Language): Promise<void> {
	wanted = language;
	const catalogue = await catalogues[language]();
	if (wanted !== language) return;
	for (const [part, texts] of Object.entries(catalogue)) i18next.addResourceBundle(language, part, texts);
	await i18next.changeLanguage(language);
	document.documentElement.lang = language;
}
