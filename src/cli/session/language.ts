import type { Session } from './session.ts';

/**
 * The language (BCP 47) in which a plugin's own words are shown: the one of the settings, else the system's. The command
 * line itself speaks English.
 */
export async function languageOf(session: Session): Promise<string> {
	const { language } = await session.ask('settings.get', {});
	return language === 'system' ? Intl.DateTimeFormat().resolvedOptions().locale : language;
}
