import { useTranslation } from 'react-i18next';
import { Page } from '../components/page.tsx';
import { parseSearch } from '../features/runs/filter/run-query.ts';
import { SavedFilters } from '../features/runs/filter/saved-filters.tsx';
import { TimeFormatChoice } from '../features/runs/filter/time-format-choice.tsx';
import { RunsView, useSearchChange } from '../features/runs/list/runs-view.tsx';
import { useHashQuery } from '../lib/nav/hash-location.ts';

/** Everything that ran. */
export function RunsPage() {
	const { t } = useTranslation('runs');
	const [query] = useHashQuery();
	return (
		<Page
			title={t('title')}
			actions={
				<>
					<TimeFormatChoice />
					<SavedFilters search={parseSearch(query)} onApply={useSearchChange()} />
				</>
			}
		>
			<RunsView />
		</Page>
	);
}
