import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogContent } from '../../../components/controls/dialog.tsx';
import { LoadingRows } from '../../../components/notes.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { nameOf, type Target } from '../targets.ts';

export function LookingStep({ target, aside }: { readonly target: Target; readonly aside: ReactNode }) {
	const { t } = useTranslation('install');
	return (
		<DialogContent title={t('looking', { name: plainText(nameOf(target)) })} aside={aside}>
			<LoadingRows rows={6} />
		</DialogContent>
	);
}
