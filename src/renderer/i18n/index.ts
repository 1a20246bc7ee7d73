import i18next, { type ResourceLanguage } from 'i18next';
import { useSyncExternalStore } from 'react';
import { initReactI18next } from 'react-i18next';
import type { en } from './en/index.ts';
import type { later } from './en/later.ts';
import { catalogueOf, type Language, laterCatalogueOf } from './language.ts';

declare module 'i18next' {
	interface CustomTypeOptions {
		defaultNS: 'common';
		resources: typeof en & typeof later;
		enableSelector: false;
	}
}

/** No language stands in for another: a test holds that each says everything. */
export async function startTranslations(language: Language): Promise<void> {
	await begin(language, { [language]: await catalogueOf(language) });
	document.documentElement.lang = language;
}

/** As `startTranslations`, where no page is and each picture may be in another language. */
export async function speakAny(language: Language): Promise<void> {
	if (!i18next.isInitialized) {
		await begin(language, { en: await catalogueOf('en'), 'zh-CN': await catalogueOf('zh-CN') });
	}
	await i18next.changeLanguage(language);
}

async function begin(language: Language, resources: Readonly<Record<string, ResourceLanguage>>): Promise<void> {
	await i18next.use(initReactI18next).init({
		lng: language,
		fallbackLng: false,
		defaultNS: 'common',
		resources,
		// React escapes by itself.
		interpolation: { escapeValue: false },
		returnNull: false,
	});
}

let wanted: Language | null = null;
/** Of the language that is spoken. */
let hasAll = false;
const waiting = new Set<() => void>();

/** Of two that are asked for at once, the later one is spoken. */
export async function changeLanguage(language: Language): Promise<void> {
	wanted = language;
	// Whoever shows a text would show it anew.
	if (i18next.language === language) return;
	const [first, later] = await Promise.all([catalogueOf(language), laterCatalogueOf(language), addEnglish(language)]);
	if (wanted !== language) return;
	for (const catalogue of [first, later]) add(language, catalogue);
	await i18next.changeLanguage(language);
	document.documentElement.lang = language;
	allAreThere();
}

/** Resolves once the language that is spoken has all of its texts, with those that are not in the first picture. */
export async function laterTexts(): Promise<void> {
	while (!hasAll) {
		const language = i18next.language as Language;
		const [catalogue] = await Promise.all([laterCatalogueOf(language), addEnglish(language)]);
		add(language, catalogue);
		// Where another one is spoken by now, it came whole.
		if (i18next.language === language) allAreThere();
	}
}

/** Whatever is found by its words is found by the English ones in every language. */
async function addEnglish(beside: Language): Promise<void> {
	if (beside === 'en') return;
	for (const catalogue of await Promise.all([catalogueOf('en'), laterCatalogueOf('en')])) add('en', catalogue);
}

function add(language: Language, catalogue: ResourceLanguage): void {
	for (const [part, texts] of Object.entries(catalogue)) i18next.addResourceBundle(language, part, texts);
}

const readHasAll = (): boolean => hasAll;

/** Whether the later texts are there; what is said without them says it anew. */
export function useLaterTexts(): boolean {
	return useSyncExternalStore(hearTexts, readHasAll, readHasAll);
}

function hearTexts(listener: () => void): () => void {
	waiting.add(listener);
	return () => waiting.delete(listener);
}

function allAreThere(): void {
	hasAll = true;
	for (const listener of [...waiting]) listener();
}
