import { useTranslation } from 'react-i18next';
import { useAsk, useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { documentLike } from '../model/read-flow.ts';

/** Every version that was saved. One that is taken back stands in the editor, and is saved like any change. */
export function VersionsDialog({
	name,
	current,
	onClose,
}: {
	readonly name: string;
	readonly current: number;
	onClose(): void;
}) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { editor } = useEditorView();
	const ask = useAsk();
	const toasts = useToasts();
	const { data, error, isPending } = useRoute('flows.versions', { name });
	const take = (version: number): void => {
		ask('flows.get', { name, version }).then(
			({ flow }) => {
				editor.change((now) => documentLike(now, flow), { what: 'replace', name: String(version) });
				onClose();
			},
			(failure: unknown) => toasts.failed(() => t('versions.failed'), failure),
		);
	};
	return (
		<Dialog open onClose={onClose} title={t('versions.title')} description={t('versions.text')}>
			{error !== null ? (
				<ErrorNote error={error} />
			) : isPending ? (
				<LoadingRows rows={4} />
			) : (
				<ul aria-label={t('versions.title')} className="flex flex-col">
					{data.map(({ version, savedAt, note }) => (
						<li key={version} className="flex min-h-10 items-center gap-3 border-b border-line">
							<span className="tabular w-24 shrink-0 font-medium">
								{t('versions.version', { version: String(version) })}
							</span>
							<span className="min-w-0 flex-1 truncate text-muted" title={format.fullTime(savedAt)}>
								{format.relative(savedAt)}
								{note === '' ? '' : ` · ${note}`}
							</span>
							{version === current ? (
								<span className="text-muted">{t('versions.current')}</span>
							) : (
								<Button
									aria-label={t('versions.takeNamed', { version: String(version) })}
									onClick={() => take(version)}
								>
									{t('versions.take')}
								</Button>
							)}
						</li>
					))}
				</ul>
			)}
		</Dialog>
	);
}
