import { useTranslation } from 'react-i18next';
import { Page } from '../../components/page.tsx';
import { useHashQuery } from '../../lib/hash-location.ts';
import { parseSearch } from './run-query.ts';
import { RunsView, useSearchChange } from './runs-view.tsx';
import { SavedFilters } from './saved-filters.tsx';
import { TimeFormatChoice } from './time-format-choice.tsx';

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
