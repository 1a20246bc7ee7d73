import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowTrigger, FolderTrigger } from '../../../../shared/flow/trigger.ts';
import { useAction } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Segmented } from '../../../components/controls/choices.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { FolderFields } from './folder-fields.tsx';
import { ScheduleFields } from './schedule-fields.tsx';
import { blankSchedule, formOf, whenOf } from './schedule-form.ts';

/** Says what starts a kept flow: times, or files of a folder. */
export function TriggerDialog({
	flow,
	readers,
	trigger,
	onClose,
}: {
	readonly flow: string;
	/** Names of the components that read files. */
	readonly readers: readonly string[];
	/** What starts it now. */
	readonly trigger: FlowTrigger | null;
	onClose(): void;
}) {
	const { t } = useTranslation('triggers');
	const { t: common } = useTranslation();
	const set = useAction('triggers.set');
	const [kind, setKind] = useState<FlowTrigger['kind']>(trigger?.kind ?? 'schedule');
	const [schedule, setSchedule] = useState(trigger?.kind === 'schedule' ? formOf(trigger.when) : blankSchedule);
	const [catchUp, setCatchUp] = useState(trigger?.kind === 'schedule' && trigger.catch_up);
	const [folder, setFolder] = useState<FolderTrigger>(
		trigger?.kind === 'folder' ? trigger : blankFolder(readers[0] ?? ''),
	);
	const said = whenOf(schedule);
	const wanted: FlowTrigger | null =
		kind === 'folder'
			? folder.folder.trim() === '' || folder.pattern.trim() === '' || readers.length === 0
				? null
				: folder
			: 'when' in said
				? { kind: 'schedule', when: said.when, catch_up: catchUp }
				: null;
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('dialog.title')}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button
						tone="primary"
						busy={set.isPending}
						disabled={wanted === null}
						onClick={() => wanted !== null && set.mutate({ flow, trigger: wanted }, { onSuccess: onClose })}
					>
						{t('dialog.save')}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-4">
				<div className="max-w-full self-start overflow-x-auto">
					<Segmented<FlowTrigger['kind']>
						label={t('dialog.by')}
						value={kind}
						options={(['schedule', 'folder'] as const).map((value) => ({ value, label: t(`dialog.${value}`) }))}
						onChange={setKind}
					/>
				</div>
				{kind === 'schedule' ? (
					<>
						<ScheduleFields form={schedule} onChange={setSchedule} />
						<Checkbox checked={catchUp} onChange={setCatchUp} label={t('dialog.catchUp')} />
					</>
				) : readers.length === 0 ? (
					<p className="text-muted">{t('dialog.noReader')}</p>
				) : (
					<FolderFields form={folder} readers={readers} onChange={setFolder} />
				)}
				{set.error !== null && <ErrorNote error={set.error} />}
			</div>
		</Dialog>
	);
}

function blankFolder(component: string): FolderTrigger {
	return { kind: 'folder', folder: '', pattern: '*', component, settle_ms: 2000, existing: true };
}
