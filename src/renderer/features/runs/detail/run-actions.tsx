import { CircleStop, Copy, Download, Ellipsis, GitCompareArrows, Pencil, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import { leftOutOf } from '../../../../shared/run/kept.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { newRunId } from '../../../../shared/run/run-id.ts';
import { useAction, useBridge, useRoute } from '../../../client/engine.tsx';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { Menu } from '../../../components/controls/menu.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { copyText } from '../../../lib/copy-text.ts';
import { useCommandWords } from '../../../lib/keys/use-command-words.ts';
import { useCommandsHere, useKeys } from '../../../lib/keys/use-keys.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { CompareChooser } from '../compare/compare-chooser.tsx';
import { useUndo } from '../use-undo.ts';
import { inputOf } from './request.ts';

/** Again, again with changes, beside another, and what is rarely done. */
export function RunActions({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const bridge = useBridge();
	const toasts = useToasts();
	const [comparing, setComparing] = useState(false);
	const [removing, setRemoving] = useState(false);
	const again = useRunAgain(run);
	const remove = useAction('runs.remove');
	const undo = useUndo();
	const keeps = useRoute('settings.get', {}).data?.trash_ms !== 0;
	const isRunning = run.status === 'running';
	const save = (): void => {
		const text = JSON.stringify(run, null, 2);
		void bridge
			.download({ text, name: `run-${run.id}.json`, type: 'application/json' })
			.catch((error: unknown) => toasts.failed(() => t('action.export'), error));
	};
	const takeAway = async (): Promise<void> => {
		try {
			const deleted = await remove.mutateAsync({ ids: [run.id] });
			navigate(links.runs());
			toasts.done(() => t('remove.done'), undo(deleted));
		} catch (error) {
			toasts.failed(() => t('action.remove'), error);
		}
	};
	const words = useCommandWords();
	const cancel = useAction('runs.cancel');
	useCommandsHere([
		...(isRunning
			? [
					{
						id: 'runCancelHere',
						...words('runCancel', { name: plainText(run.label) }),
						icon: CircleStop,
						act: () => cancel.mutate({ id: run.id }),
					},
				]
			: [
					{
						id: 'runAgain',
						...words('runAgain'),
						icon: RotateCw,
						key: 'run' as const,
						disabled: again.refusal !== null,
						act: again.run,
					},
					{ id: 'runEdit', ...words('runEdit'), icon: Pencil, to: editPlace(run) },
				]),
		{ id: 'runCompare', ...words('runCompare'), icon: GitCompareArrows, act: () => setComparing(true) },
		{ id: 'runExport', ...words('runExport'), icon: Download, act: save },
		{
			id: 'runCopyId',
			...words('runCopyId'),
			icon: Copy,
			act: () => void copyText(run.id).catch((error: unknown) => toasts.failed(() => t('summary.copyId'), error)),
		},
		{
			id: 'runRemove',
			...words('runRemove'),
			icon: Trash2,
			danger: true,
			disabled: isRunning,
			act: () => setRemoving(true),
		},
	]);
	useKeys({ leave: () => navigate(links.runs()) });
	return (
		<>
			{!isRunning && (
				<>
					<Button
						tone="primary"
						icon={RotateCw}
						shortcut="run"
						disabled={again.refusal !== null}
						title={again.refusal ?? undefined}
						onClick={again.run}
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
				trigger={<IconButton icon={Ellipsis} label={t('action.more')} tone="plain" />}
				items={[
					{ id: 'export', label: t('action.export'), icon: Download, onSelect: save },
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

/** The same call again; streams and chains go through the form, where the places are seen before anything is written. */
function useRunAgain(run: RunDetail): { run(): void; readonly refusal: string | null } {
	const { t } = useTranslation('run');
	const call = useAction('plugins.call');
	const bridge = useBridge();
	const toasts = useToasts();
	if (run.kind !== 'call') return { run: () => navigate(links.runAgain(run.id)), refusal: null };
	const input = inputOf(run);
	if (input.kind === 'lost') return { run: () => {}, refusal: t('again.lost') };
	return {
		refusal: null,
		run() {
			const runId = newRunId();
			let isShown = false;
			const show = (): void => {
				if (isShown) return;
				isShown = true;
				navigate(links.run(runId));
			};
			// A long call is watched from its beginning.
			const end = bridge.on('run.started', (event) => event.run.id === runId && show());
			call
				.mutateAsync({
					name: run.label,
					fn: run.fn ?? '',
					...(input.kind === 'text' ? { input: input.text } : {}),
					...(input.kind === 'base64' ? { inputBase64: input.base64 } : {}),
					result: false,
					...leftOutOf(run.keeping),
					runId,
					trigger: 'window',
				})
				.then(show, (error: DataFlareError) => {
					// A failure of the run is told on its own page; a call that never became a run is told here.
					if (error.details['runId'] === runId) show();
					else toasts.failed(() => t('action.again'), error);
				})
				.finally(end);
		},
	};
}

function editPlace(run: RunDetail): string {
	if (run.kind !== 'call') return links.runAgain(run.id);
	const input = inputOf(run);
	const text = input.kind === 'text' ? input.text : input.kind === 'lost' ? input.beginning : '';
	return links.test(run.label, run.fn ?? '', text);
}
