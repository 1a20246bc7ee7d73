import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { SaveFileField } from '../../../components/controls/paths/path-field.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { useSubmit } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { Which } from './which.ts';

export function ExportDialog({
	which,
	count,
	onClose,
}: {
	readonly which: Which;
	readonly count: number;
	onClose(): void;
}) {
	const { t } = useTranslation('quarantine');
	const { t: common } = useTranslation();
	const format = useFormat();
	const { mutateAsync, error, isPending } = useAction('quarantine.export');
	const submit = useSubmit(onClose);
	const [to, setTo] = useState('');
	const [why, setWhy] = useState(false);
	const isThere = error?.code === 'conflict';
	const go = (replace: boolean): void =>
		void submit(mutateAsync({ which, to, why, replace }), ({ path, records }) =>
			t('export.done', { count: records, text: format.count(records), path }),
		);
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('export.title', { count, text: format.count(count) })}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button
						tone={isThere ? 'danger' : 'primary'}
						busy={isPending}
						disabled={to === ''}
						onClick={() => go(isThere)}
					>
						{t(isThere ? 'export.replace' : 'export.go')}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-3">
				<SaveFileField
					label={t('export.to')}
					hint={t('export.hint')}
					value={to}
					onChange={setTo}
					suggestedName="quarantine.ndjson"
				/>
				<Checkbox checked={why} onChange={setWhy} label={t('export.why')} />
				{error !== null && <ErrorNote error={error} />}
			</div>
		</Dialog>
	);
}
