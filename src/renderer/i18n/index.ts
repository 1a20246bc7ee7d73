import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { en } from './en/index.ts';
import { catalogueOf, type Language } from './language.ts';

declare module 'i18next' {
	interface CustomTypeOptions {
		defaultNS: 'common';
		resources: typeof en;
		enableSelector: false;
	}
}

/** No language stands in for another: a test holds that each says everything. */
export async function startTranslations(language: Language): Promise<void> {
	await i18next.use(initReactI18next).init({
		lng: language,
		fallbackLng: false,
		defaultNS: 'common',
		resources: { [language]: await catalogueOf(language) },
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
	// Whoever shows a text would show it anew.
	if (i18next.language === language) return;
	const catalogue = await catalogueOf(language);
	if (wanted !== language) return;
	for (const [part, texts] of Object.entries(catalogue)) i18next.addResourceBundle(language, part, texts);
	await i18next.changeLanguage(language);
	document.documentElement.lang = language;
}
