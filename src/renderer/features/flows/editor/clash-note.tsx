import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/controls/button.tsx';
import { Note } from '../../../components/notes.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { Saving } from './use-saving.ts';

/** The flow was saved elsewhere while it is changed here: which of the two is to hold. */
export function ClashNote({ saving }: { readonly saving: Saving }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { clash } = saving;
	if (clash === null) return null;
	return (
		<div role="alert" className="border-b border-line p-2">
			<Note tone="attention">
				<div className="flex flex-wrap items-center gap-2">
					<p className="min-w-60 flex-1">
						{t('save.clash', { version: String(clash.version), time: format.relative(clash.savedAt) })}
					</p>
					<Button onClick={saving.takeTheirs}>{t('save.theirs')}</Button>
					<Button onClick={saving.keepMine}>{t('save.mine')}</Button>
				</div>
			</Note>
		</div>
	);
}
