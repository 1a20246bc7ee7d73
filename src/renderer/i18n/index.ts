import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

declare module 'i18next' {
	interface CustomTypeOptions {
		defaultNS: 'common';
		resources: typeof en;
		enableSelector: false;
	}
}

/** What the person chose, or what the system speaks. */
export function resolveLanguage(
	setting: 'system' | Language,
	system: readonly string[] = navigator.languages,
): Language {
	if (setting !== 'system') return setting;
	const first = system.find((tag) => /^(en|zh)\b/i.test(tag));
	return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en';
}

export async function startTranslations(language: Language): Promise<void> {
	await i18next.use(initReactI18next).init({
		lng: language,
		fallbackLng: 'en',
		defaultNS: 'common',
		resources: { en, 'zh-CN': zhCN },
		// React escapes by itself.
		interpolation: { escapeValue: false },
		returnNull: false,
	});
	document.documentElement.lang = language;
}

export async function changeLanguage(language: Language): Promise<void> {
	await i18next.changeLanguage(language);
	document.documentElement.lang = language;
}
