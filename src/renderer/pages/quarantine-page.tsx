import { useTranslation } from 'react-i18next';
import { Link } from '../components/controls/link.tsx';
import { Page } from '../components/page.tsx';
import { QuarantineView } from '../features/flows/quarantine/quarantine-view.tsx';
import { links } from '../lib/nav/links.ts';

/** Records that flows set aside. */
export function QuarantinePage() {
	const { t } = useTranslation('quarantine');
	return (
		<Page title={t('title')} actions={<Link to={links.runs()}>{t('toRuns')}</Link>}>
			<QuarantineView />
		</Page>
	);
}
