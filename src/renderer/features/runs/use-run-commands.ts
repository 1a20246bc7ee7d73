import { CircleStop, Copy, Download, GitCompareArrows, Pencil, RotateCw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunDetail, RunSummary } from '../../../shared/run/run.ts';
import { useAct, useAsk, useBridge } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { copyText } from '../../lib/copy-text.ts';
import type { Command } from '../../lib/keys/command.ts';
import { useCommandWords } from '../../lib/keys/use-command-words.ts';
import { navigate } from '../../lib/nav/hash-location.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { editPlace, isInputLost, useRunAgain } from './use-run-again.ts';

/** What can be done with a run as it is: in the palette, in a row's menu, on its page. What a row does not have of it is asked for. */
export function useRunCommands({
	onCompare,
	onRemove,
}: {
	onCompare(run: RunDetail): void;
	/** It is asked first. */
	onRemove(run: RunSummary): void;
}): (run: RunSummary | RunDetail) => readonly Command[] {
	const { t } = useTranslation('run');
	const words = useCommandWords();
	const act = useAct();
	const ask = useAsk();
	const bridge = useBridge();
	const toasts = useToasts();
	const again = useRunAgain();
	return (run) => {
		const isRunning = run.status === 'running';
		const known = 'stages' in run ? run : null;
		const withAll = (title: () => string, work: (run: RunDetail) => unknown) => async (): Promise<void> => {
			try {
				await work(known ?? (await ask('runs.get', { id: run.id })));
			} catch (error) {
				toasts.failed(title, error);
			}
		};
		const repeat = withAll(
			() => t('action.again'),
			(all) => {
				if (!isInputLost(all)) return again(all);
				// What is kept of it can be looked at and completed there.
				navigate(editPlace(all));
				toasts.done(() => t('again.lost'));
			},
		);
		const edit = withAll(
			() => t('action.edit'),
			(all) => navigate(editPlace(all)),
		);
		const cancel = withAll(
			() => words('runCancel', { name: plainText(run.label) }).label,
			() => act('runs.cancel', { id: run.id }),
		);
		const compare = withAll(() => t('action.compare'), onCompare);
		const save = withAll(
			() => t('action.export'),
			(all) =>
				bridge.download({
					text: JSON.stringify(all, null, 2),
					name: `run-${all.id}.json`,
					type: 'application/json',
				}),
		);
		const copy = withAll(
			() => t('summary.copyId'),
			() => copyText(run.id),
		);
		const name = plainText(run.label);
		return [
			...(isRunning
				? [{ id: 'runCancelHere', ...words('runCancel', { name }), icon: CircleStop, act: () => void cancel() }]
				: [
						{
							id: 'runAgain',
							...words('runAgain'),
							icon: RotateCw,
							key: 'run' as const,
							disabled: known !== null && isInputLost(known),
							act: () => void repeat(),
						},
						{ id: 'runEdit', ...words('runEdit'), icon: Pencil, act: () => void edit() },
					]),
			{ id: 'runCompare', ...words('runCompare'), icon: GitCompareArrows, act: () => void compare() },
			{ id: 'runExport', ...words('runExport'), icon: Download, act: () => void save() },
			{ id: 'runCopyId', ...words('runCopyId'), icon: Copy, act: () => void copy() },
			{
				id: 'runRemove',
				...words('runRemove'),
				icon: Trash2,
				danger: true,
				disabled: isRunning,
				act: () => onRemove(run),
			},
		];
	};
}
