import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { en } from './en/index.ts';
import type { enLater } from './en/later.ts';
import { catalogueOf, type Language, laterCatalogueOf } from './language.ts';

declare module 'i18next' {
	interface CustomTypeOptions {
		defaultNS: 'common';
		resources: typeof en & typeof enLater;
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
let isLaterWanted = false;

/** Resolves once what screens say that come later can be said, in whatever language is spoken then. */
export async function laterTexts(): Promise<void> {
	isLaterWanted = true;
	const language = wanted ?? (i18next.language as Language);
	add(language, await laterCatalogueOf(language));
}

function add(language: Language, catalogue: Awaited<ReturnType<typeof catalogueOf>>): void {
	for (const [part, texts] of Object.entries(catalogue)) {
		if (!i18next.hasResourceBundle(language, part)) i18next.addResourceBundle(language, part, texts);
	}
}

/** Of two that are asked for at once, the later one is spoken. */
export async function changeLanguage(language: Language): Promise<void> {
	wanted = language;
	const catalogues = await Promise.all([catalogueOf(language), ...(isLaterWanted ? [laterCatalogueOf(language)] : [])]);
	if (wanted !== language) return;
	for (const catalogue of catalogues) add(language, catalogue);
	await i18next.changeLanguage(language);
	document.documentElement.lang = language;
}
