import { PackageOpen, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from '../components/controls/link.tsx';
import { Page } from '../components/page.tsx';
import { parseSearch } from '../features/runs/filter/run-query.ts';
import { SavedFilters } from '../features/runs/filter/saved-filters.tsx';
import { TimeFormatChoice } from '../features/runs/filter/time-format-choice.tsx';
import { RunsView, useSearchChange } from '../features/runs/list/runs-view.tsx';
import { useHashQuery } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';

/** Everything that ran. */
export function RunsPage() {
	const { t } = useTranslation('runs');
	const [query] = useHashQuery();
	return (
		<Page
			title={t('title')}
			actions={
				<>
					<Link to={links.quarantine()} className="inline-flex items-center gap-1">
						<PackageOpen size={14} aria-hidden />
						{t('quarantine')}
					</Link>
					<Link to={links.trash()} className="inline-flex items-center gap-1">
						<Trash2 size={14} aria-hidden />
						{t('trash')}
					</Link>
					<TimeFormatChoice />
					<SavedFilters search={parseSearch(query)} onApply={useSearchChange()} />
				</>
			}
		>
			<RunsView />
		</Page>
	);
}
