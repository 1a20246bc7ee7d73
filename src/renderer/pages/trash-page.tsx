import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../client/engine.tsx';
import { Link } from '../components/controls/link.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { TrashList } from '../features/trash/trash-list.tsx';
import { links } from '../lib/nav/links.ts';
import { useFormat } from '../lib/text/use-format.ts';

/** Rows that are drawn; the newest of what was deleted. */
const SHOWN = 200;

/** What was deleted and can still be brought back. */
export function TrashPage() {
	const { t } = useTranslation('trash');
	const format = useFormat();
	const trash = useRoute('trash.list', { limit: SHOWN });
	return (
		<Page title={t('title')} actions={<Link to={links.runs()}>{t('toRuns')}</Link>}>
			{trash.error !== null && <ErrorNote className="m-4" error={trash.error} onRetry={() => void trash.refetch()} />}
			{trash.isPending && <LoadingRows />}
			{trash.data?.total === 0 && (
				<EmptyState icon={Trash2} title={t('nothing')}>
					{t('keeps', { time: format.duration(trash.data.keptMs) })}
				</EmptyState>
			)}
			{trash.data !== undefined && trash.data.total > 0 && <TrashList trash={trash.data} />}
		</Page>
	);
}
