import {
	Copy,
	Download,
	Ellipsis,
	FileDown,
	FolderOpen,
	History,
	Play,
	Redo2,
	RotateCcw,
	Save,
	Shapes,
	Undo2,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { Segmented } from '../../../components/controls/choices.tsx';
import { Menu } from '../../../components/controls/menu.tsx';
import { useCommandWords } from '../../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../../lib/keys/use-keys.tsx';
import { ExportDialog } from '../dialogs/export-dialog.tsx';
import { VersionsDialog } from '../dialogs/versions-dialog.tsx';
import { useOpenFile } from '../file/use-open-file.ts';
import { flowOf } from '../model/write-flow.ts';
import type { FlowRun } from '../run/use-flow-run.ts';
import { useNewFlow } from '../use-new-flow.ts';
import { useEditorView } from './editor-context.ts';
import { useComponentActions } from './use-component-actions.ts';
import type { FlowView } from './use-flow-view.ts';
import type { Saving } from './use-saving.ts';

/** What can be done with the flow as a whole. */
export function FlowToolbar({
	saving,
	flowRun,
	view,
	onView,
	onRun,
}: {
	readonly saving: Saving;
	readonly flowRun: FlowRun;
	readonly view: FlowView;
	onView(view: FlowView): void;
	readonly onRun: (() => void) | null;
}) {
	const { t } = useTranslation('flows');
	const words = useCommandWords();
	const { editor, check } = useEditorView();
	const actions = useComponentActions(editor);
	const flows = useNewFlow();
	const file = useOpenFile();
	const [dialog, setDialog] = useState<'versions' | 'export' | null>(null);
	const { kept, isDirty } = saving;
	const isNameless = editor.document.name.trim() === '' || editor.document.components.length === 0;
	const hasMoved = editor.document.components.some(({ at }) => at !== null);
	const save = (): void => {
		if (!isNameless) void saving.save();
		else {
			editor.select([]);
			editor.say(check.problems[0]?.text ?? '');
		}
	};
	const duplicate = (): void =>
		flows.begin({ ...flowOf(editor.document), name: t('copyOf', { name: editor.document.name }) });
	const isRunning = flowRun.view?.status === 'running';
	const isBlocked = check.problems.length > 0;
	const run = (): void => {
		if (isRunning || flowRun.isStarting) return;
		if (!isBlocked) flowRun.start();
		else {
			// All that keeps it from running is listed there.
			editor.select([]);
			editor.say(t('run.blocked'));
		}
	};
	const isAsked = onRun !== null && check.isCurrent;
	// biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is known what keeps it from running
	useEffect(() => {
		if (!isAsked) return;
		onRun();
		run();
	}, [isAsked]);
	useCommandsHere([
		{ id: 'flowRun', ...words('flowRun'), icon: Play, key: 'run', disabled: isRunning, act: run },
		{ id: 'flowSave', ...words('flowSave'), icon: Save, key: 'save', disabled: saving.isSaving, act: save },
		{ id: 'flowUndo', ...words('flowUndo'), icon: Undo2, disabled: !editor.canUndo, act: editor.undo },
		{ id: 'flowRedo', ...words('flowRedo'), icon: Redo2, disabled: !editor.canRedo, act: editor.redo },
		{
			id: 'flowView',
			...words(view === 'canvas' ? 'flowList' : 'flowCanvas'),
			icon: Shapes,
			act: () => onView(view === 'canvas' ? 'list' : 'canvas'),
		},
		{ id: 'flowDuplicate', ...words('flowDuplicate'), icon: Copy, act: duplicate },
		{ id: 'flowOpenFile', ...words('flowOpenFile'), icon: FolderOpen, act: file.open },
		{
			id: 'flowExport',
			...words('flowExport'),
			icon: FileDown,
			disabled: isNameless,
			act: () => setDialog('export'),
		},
		{
			id: 'flowVersions',
			...words('flowVersions'),
			icon: History,
			disabled: kept === null,
			act: () => setDialog('versions'),
		},
	]);
	return (
		<>
			<IconButton
				icon={Undo2}
				label={t('undo')}
				shortcut="flowUndo"
				disabled={!editor.canUndo}
				onClick={() => editor.undo()}
			/>
			<IconButton
				icon={Redo2}
				label={t('redo')}
				shortcut="flowRedo"
				disabled={!editor.canRedo}
				onClick={() => editor.redo()}
			/>
			<Segmented<FlowView>
				label={t('view.label')}
				value={view}
				options={[
					{ value: 'canvas', label: t('view.canvas') },
					{ value: 'list', label: t('view.list') },
				]}
				onChange={onView}
			/>
			<Menu
				trigger={<IconButton icon={Ellipsis} label={t('more')} tone="plain" />}
				items={[
					{
						id: 'versions',
						label: t('versions.open'),
						icon: History,
						disabled: kept === null,
						onSelect: () => setDialog('versions'),
					},
					{
						id: 'discard',
						label: t('save.discard'),
						icon: RotateCcw,
						disabled: kept === null || !isDirty,
						onSelect: saving.discard,
					},
					{ id: 'duplicate', label: t('duplicate'), icon: Copy, separated: true, onSelect: duplicate },
					{ id: 'open', label: t('openFile'), icon: FolderOpen, onSelect: file.open },
					{
						id: 'export',
						label: t('export.open'),
						icon: Download,
						disabled: isNameless,
						onSelect: () => setDialog('export'),
					},
					{
						id: 'arrange',
						label: t('arrange'),
						icon: Shapes,
						separated: true,
						disabled: !hasMoved,
						onSelect: actions.arrange,
					},
				]}
			/>
			<Button icon={Save} shortcut="save" busy={saving.isSaving} disabled={!isDirty} onClick={save}>
				{t('save.go')}
			</Button>
			<Button tone="primary" icon={Play} shortcut="run" busy={flowRun.isStarting} disabled={isRunning} onClick={run}>
				{t('run.go')}
			</Button>
			{dialog === 'versions' && kept !== null && (
				<VersionsDialog name={kept.name} current={kept.version} onClose={() => setDialog(null)} />
			)}
			{file.dialog}
			{dialog === 'export' && <ExportDialog onClose={() => setDialog(null)} />}
		</>
	);
}
