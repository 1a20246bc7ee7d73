import { useTranslation } from 'react-i18next';
import { useBridge } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { TextLines } from '../../../components/text/text-lines.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { copyText } from '../../../lib/copy-text.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { flowOf } from '../model/write-flow.ts';

/** The flow as the file that it is, to be seen, copied, or saved as a file: what is in the editor, saved or not. */
export function ExportDialog({ onClose }: { onClose(): void }) {
	const { t } = useTranslation('flows');
	const bridge = useBridge();
	const toasts = useToasts();
	const { editor } = useEditorView();
	const { document } = editor;
	const text = `${JSON.stringify(flowOf(document), null, 2)}\n`;
	const name = `${document.name.trim().replace(/[^\p{L}\p{N}_.-]+/gu, '-') || 'flow'}.json`;
	const save = (): void => {
		bridge.download({ text, name, type: 'application/json' }).then(
			(isSaved) => {
				if (!isSaved) return;
				toasts.done(() => t('export.done', { name }));
				onClose();
			},
			(failure: unknown) => toasts.failed(() => t('export.failed'), failure),
		);
	};
	const copy = (): void => {
		copyText(text).then(
			() => toasts.done(() => t('export.copied')),
			(failure: unknown) => toasts.failed(() => t('copyFailed'), failure),
		);
	};
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('export.title')}
			description={t('export.text')}
			actions={
				<>
					<Button onClick={copy}>{t('export.copy')}</Button>
					<Button tone="primary" data-autofocus onClick={save}>
						{t('export.go')}
					</Button>
				</>
			}
		>
			<TextLines text={text} label={t('export.title')} maxHeight={360} />
		</Dialog>
	);
}
