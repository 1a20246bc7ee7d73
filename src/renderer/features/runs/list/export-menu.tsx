import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useBridge } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Menu } from '../../../components/controls/menu.tsx';
import { ProgressBar } from '../../../components/progress/progress.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { collectExport, type ExportKind, type Target } from './export-runs.ts';

const kinds: readonly ExportKind[] = ['csv', 'plainCsv', 'json', 'ndjson'];
/** What takes less is not worth a dialog. ms */
const QUICK_MS = 400;

/** Hands runs over as a file: what is chosen, or all that fit. */
export function ExportRuns({ target, count }: { readonly target: Target; readonly count: number }) {
	const { t } = useTranslation('runs');
	const { t: common } = useTranslation();
	const format = useFormat();
	const ask = useAsk();
	const bridge = useBridge();
	const toasts = useToasts();
	const [done, setDone] = useState<number | null>(null);
	const [isShown, setShown] = useState(false);
	const abort = useRef<AbortController | null>(null);
	useEffect(() => () => abort.current?.abort(), []);

	async function run(kind: ExportKind): Promise<void> {
		const control = new AbortController();
		abort.current = control;
		const timer = setTimeout(() => setShown(true), QUICK_MS);
		setDone(0);
		try {
			const file = await collectExport(ask, kind, target, setDone, control.signal);
			if (file === null) return;
			if (!(await bridge.download(file))) return;
			toasts.done(() => t('export.done', { count, text: format.count(count), name: file.name }));
		} catch (error) {
			toasts.failed(() => t('export.failed'), error);
		} finally {
			clearTimeout(timer);
			setShown(false);
			setDone(null);
		}
	}
	const cancel = (): void => abort.current?.abort();
	const reached = Math.min(done ?? 0, count);
	return (
		<>
			<Menu
				button={
					<Button icon={Download} disabled={count === 0} busy={done !== null}>
						{t('export.menu')}
					</Button>
				}
				items={kinds.map((kind) => ({ id: kind, label: t(`export.${kind}`), onSelect: () => void run(kind) }))}
			/>
			<Dialog
				open={isShown && done !== null}
				onClose={cancel}
				width="small"
				title={t('export.working')}
				actions={<Button onClick={cancel}>{common('cancel')}</Button>}
			>
				<p className="mb-2 tabular" aria-live="polite">
					{t('export.progress', { done: format.count(reached), total: format.count(count) })}
				</p>
				<ProgressBar value={count === 0 ? null : reached / count} label={t('export.working')} />
			</Dialog>
		</>
	);
}
