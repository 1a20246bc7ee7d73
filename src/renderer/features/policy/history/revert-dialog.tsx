import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Seen } from '../../../../shared/plugin/version-use.ts';
import type { Grant } from '../../../../shared/policy/security-policy.ts';
import { useAction } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Field, TextInput } from '../../../components/controls/fields.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { useSubmit } from '../../../components/toasts.tsx';
import { useDifference } from './difference.ts';
import { DifferenceList } from './difference-list.tsx';

/** Going back is a new version with the old content: what it changes is said before. */
export function RevertDialog({
	name,
	seen,
	current,
	past,
	onClose,
}: {
	readonly name: string;
	/** The version that was looked at. */
	readonly seen: Seen;
	readonly current: Grant;
	readonly past: Grant;
	onClose(): void;
}) {
	const { t } = useTranslation('policy');
	const { t: common } = useTranslation();
	const submit = useSubmit(onClose);
	const set = useAction('policy.set');
	const [note, setNote] = useState('');
	// What the dialog showed is what is decided on: a version that comes in between is a conflict.
	const [shown] = useState(current.version);
	const difference = useDifference(current.policy, past.policy);
	const version = String(past.version);
	const revert = async (): Promise<void> => {
		const why = note.trim() === '' ? t('revert.note', { version }) : note;
		await submit(set.mutateAsync({ name, policy: past.policy, note: why, expectedVersion: shown, ...seen }), (saved) =>
			t('save.done', { version: String(saved.version) }),
		);
	};
	return (
		<Dialog
			open
			onClose={onClose}
			width="small"
			title={t('revert.title', { version })}
			description={t('revert.text')}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button tone="primary" busy={set.isPending} onClick={() => void revert()}>
						{t('history.revert')}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-3">
				{set.error !== null && <ErrorNote error={set.error} />}
				{difference !== null && <DifferenceList difference={difference} />}
				<Field label={t('save.note')}>
					{(ids) => (
						<TextInput
							{...ids}
							maxLength={2000}
							value={note}
							placeholder={t('revert.note', { version })}
							onChange={(event) => setNote(event.target.value)}
						/>
					)}
				</Field>
			</div>
		</Dialog>
	);
}
