import { useTranslation } from 'react-i18next';
import { inQuotes } from '../../../shared/quoted.ts';
import { PluginText } from '../text/plugin-text.tsx';

/** Why a plugin asks for something: its author's words, marked as such. */
export function AuthorReason({ words }: { readonly words: string }) {
	const { t } = useTranslation();
	return (
		<span className="block text-small text-muted">
			{t('authorReason')} <PluginText max={600}>{inQuotes(words)}</PluginText>
		</span>
	);
}
