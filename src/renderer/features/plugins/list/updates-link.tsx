import { CircleArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../../../client/engine.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** The way to the updates; with how many there are once a person had the source read. */
export function UpdatesLink() {
	const { t } = useTranslation('plugins');
	const format = useFormat();
	const source = useRoute('catalogue.source', {}, { isLater: true });
	const isRead = source.data?.readAt != null;
	const updates = useRoute('updates.list', { kept: true }, { enabled: isRead, isLater: true });
	const count = isRead
		? (updates.data?.updates.filter(({ state, held }) => state === 'available' && !held).length ?? 0)
		: 0;
	return (
		<Link to={links.updates()} className="inline-flex items-center gap-1 whitespace-nowrap">
			<CircleArrowUp size={14} aria-hidden />
			{count === 0 ? t('updatesLink') : t('updatesCount', { count, text: format.count(count) })}
		</Link>
	);
}
