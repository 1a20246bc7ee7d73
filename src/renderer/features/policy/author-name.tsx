import { useTranslation } from 'react-i18next';
import { PluginText } from '../../components/plugin-text.tsx';

/** `you` is who works without a name. */
export function AuthorName({ author }: { readonly author: string }) {
	const { t } = useTranslation('policy');
	return author === 'you' ? t('you') : <PluginText max={100}>{author}</PluginText>;
}
