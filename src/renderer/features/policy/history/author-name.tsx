import { useTranslation } from 'react-i18next';
import { PluginText } from '../../../components/text/plugin-text.tsx';

/** `you` is who works without a name, `samples` the program itself when it installs its samples. */
export function AuthorName({ author }: { readonly author: string }) {
	const { t } = useTranslation('policy');
	return author === 'you' || author === 'samples' ? t(author) : <PluginText max={100}>{author}</PluginText>;
}
