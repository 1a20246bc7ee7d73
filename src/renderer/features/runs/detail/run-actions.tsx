import { Download, Ellipsis, GitCompareArrows, Pencil, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { useAction, useRoute } from '../../../client/engine.tsx';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { Menu } from '../../../components/controls/menu.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { perform } from '../../../lib/keys/command.ts';
import { useCommandsHere, useKeys } from '../../../lib/keys/use-keys.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { CompareChooser } from '../compare/compare-chooser.tsx';
import { useResumesFirst } from '../flow/use-resumable.ts';
import { editPlace, isInputLost } from '../use-run-again.ts';
import { useRunCommands } from '../use-run-commands.ts';
import { useUndo } from '../use-undo.ts';

/** Again, again with changes, beside another, and what is rarely done. */
export function RunActions({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const toasts = useToasts();
	const [comparing, setComparing] = useState(false);
	const [removing, setRemoving] = useState(false);
	const isLost = isInputLost(run);
	const resumesFirst = useResumesFirst(run);
	const remove = useAction('runs.remove');
	const undo = useUndo();
	const keeps = useRoute('settings.get', {}).data?.trash_ms !== 0;
	const isRunning = run.status === 'running';
	const takeAway = async (): Promise<void> => {
		try {
			const deleted = await remove.mutateAsync({ ids: [run.id] });
			navigate(links.runs());
			toasts.done(() => t('remove.done'), undo(deleted));
		} catch (error) {
			toasts.failed(() => t('action.remove'), error);
		}
	};
	const commandsOf = useRunCommands({ onCompare: () => setComparing(true), onRemove: () => setRemoving(true) });
	const commands = commandsOf(run);
	useCommandsHere(commands);
	const doing = (id: string) => (): void => {
		const command = commands.find((one) => one.id === id);
		if (command !== undefined) perform(command);
	};
	useKeys({ leave: () => navigate(links.runs()) });
	return (
		<>
			{!isRunning && (
				<>
					<Button
						tone={resumesFirst ? 'plain' : 'primary'}
						icon={RotateCw}
						shortcut="run"
						disabled={isLost}
						title={isLost ? t('again.lost') : undefined}
						onClick={doing('runAgain')}
					>
						{t('action.again')}
					</Button>
					<Button icon={Pencil} onClick={() => navigate(editPlace(run))}>
						{t('action.edit')}
					</Button>
				</>
			)}
			<Button icon={GitCompareArrows} onClick={() => setComparing(true)}>
				{t('action.compare')}
			</Button>
			<Menu
				button={<IconButton icon={Ellipsis} label={t('action.more')} tone="plain" />}
				items={[
					{ id: 'export', label: t('action.export'), icon: Download, onSelect: doing('runExport') },
					{
						id: 'remove',
						label: t('action.remove'),
						icon: Trash2,
						danger: true,
						separated: true,
						disabled: isRunning,
						onSelect: () => setRemoving(true),
					},
				]}
			/>
			{comparing && <CompareChooser run={run} onClose={() => setComparing(false)} />}
			<ConfirmDialog
				open={removing}
				onClose={() => setRemoving(false)}
				onConfirm={() => void takeAway()}
				title={t('remove.title')}
				action={t('action.remove')}
				busy={remove.isPending}
			>
				{t(keeps ? 'remove.text' : 'remove.forEver')}
			</ConfirmDialog>
		</>
	);
}
