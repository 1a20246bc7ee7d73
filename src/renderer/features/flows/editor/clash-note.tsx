import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../../../shared/flow/flow-file.ts';
import { Button } from '../../../components/controls/button.tsx';
import { Note } from '../../../components/notes.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { DifferenceDialog } from '../dialogs/difference-dialog.tsx';
import { type FlowFileLink, fileName } from '../file/use-flow-file.ts';
import type { Saving } from './use-saving.ts';

/** The flow, or the file that it was opened from, was changed elsewhere while it is changed here: which of the two is to hold. */
export function ClashNotes({ saving, file }: { readonly saving: Saving; readonly file: FlowFileLink }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { clash } = saving;
	return (
		<>
			{clash !== null && (
				<ClashNote
					text={t('save.clash', { version: String(clash.version), time: format.relative(clash.savedAt) })}
					flow={clash.flow}
					where={t('versions.version', { version: String(clash.version) })}
					theirs={t('save.theirs')}
					onTheirs={saving.takeTheirs}
					onMine={saving.keepMine}
				/>
			)}
			{file.hasClash && file.path !== null && file.flow !== null && (
				<ClashNote
					text={t('file.clash', { name: fileName(file.path) })}
					flow={file.flow}
					where={t('file.there')}
					theirs={t('file.theirs')}
					onTheirs={file.takeTheirs}
					onMine={file.keepMine}
				/>
			)}
		</>
	);
}

function ClashNote({
	text,
	flow,
	where,
	theirs,
	onTheirs,
	onMine,
}: {
	readonly text: string;
	/** As it is there. */
	readonly flow: Flow;
	readonly where: string;
	readonly theirs: string;
	onTheirs(): void;
	onMine(): void;
}) {
	const { t } = useTranslation('flows');
	const [isComparing, setComparing] = useState(false);
	return (
		<div role="alert" className="border-b border-line p-2">
			<Note tone="attention">
				<div className="flex flex-wrap items-center gap-2">
					<p className="min-w-60 flex-1">{text}</p>
					<Button onClick={() => setComparing(true)}>{t('difference.open')}</Button>
					<Button onClick={onTheirs}>{theirs}</Button>
					<Button onClick={onMine}>{t('save.mine')}</Button>
				</div>
			</Note>
			{isComparing && <DifferenceDialog flow={flow} where={where} onClose={() => setComparing(false)} />}
		</div>
	);
}
