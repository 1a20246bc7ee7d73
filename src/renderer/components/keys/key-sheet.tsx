import { useTranslation } from 'react-i18next';
import { Dialog } from '../controls/dialog.tsx';
import { KeyTable } from './key-table.tsx';

/** All keys at a glance, from anywhere. */
export function KeySheet({ onClose }: { onClose(): void }) {
	const { t } = useTranslation('keys');
	return (
		<Dialog open onClose={onClose} title={t('title')} description={t('signsHint')}>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
			<section aria-label={t('title')} tabIndex={0} className="-mx-4 -my-3 pb-2">
				<KeyTable />
			</section>
		</Dialog>
	);
}
