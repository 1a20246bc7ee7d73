import { Download, FolderOpen, SquareArrowOutUpRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayBeOpened } from '../../../shared/face/opened-files.ts';
import type { ResultSource } from '../../../shared/run/result-table.ts';
import { useAct, useBridge } from '../../client/engine.tsx';
import { Button } from '../controls/button.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { useToasts } from '../toasts.tsx';

/** What can be done with a result's file: take its path, see it in its folder, open it, have a copy. */
export function ResultActions({
	source,
	path,
	name,
}: {
	readonly source: ResultSource;
	/** Null: its place is the program's own affair. */
	readonly path: string | null;
	/** For the copy. */
	readonly name: string;
}) {
	const { t } = useTranslation('result');
	const bridge = useBridge();
	const act = useAct();
	const toasts = useToasts();
	const [saving, setSaving] = useState(false);
	const tried = (what: 'show' | 'open', act: () => Promise<unknown>): void =>
		void act().catch((error: unknown) => toasts.failed(() => t(`action.${what}`), error));
	const { openFile, fetchResult } = bridge;
	const save = async (): Promise<void> => {
		setSaving(true);
		try {
			if (fetchResult !== null) return await fetchResult(source);
			const to = await bridge.pickSave({ suggestedName: name });
			if (to === null) return;
			const saved = await act('results.save', { source, path: to });
			toasts.done(() => t('action.saved', { path: saved.path }), {
				label: () => t('action.show'),
				onPress: () => void bridge.download(saved.path),
			});
		} catch (error) {
			toasts.failed(() => t(fetchResult === null ? 'action.save' : 'action.download'), error);
		} finally {
			setSaving(false);
		}
	};
	return (
		<span className="flex flex-wrap items-center gap-1">
			{path !== null && <CopyButton text={path} label={t('action.copyPath')} />}
			{path !== null && openFile !== null && mayBeOpened(path) && (
				<Button icon={SquareArrowOutUpRight} onClick={() => tried('open', () => openFile(path))}>
					{t('action.open')}
				</Button>
			)}
			{path !== null && bridge.face === 'electron' && (
				<Button icon={FolderOpen} onClick={() => tried('show', () => bridge.download(path))}>
					{t('action.show')}
				</Button>
			)}
			<Button icon={Download} busy={saving} onClick={() => void save()}>
				{t(fetchResult === null ? 'action.save' : 'action.download')}
			</Button>
		</span>
	);
}
