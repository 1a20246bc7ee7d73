import { useTranslation } from 'react-i18next';
import { useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** Files that a folder's trigger took, the last ones first, each with the run that read it. */
export function FilesDialog({ flow, onClose }: { readonly flow: string; onClose(): void }) {
	const { t } = useTranslation('triggers');
	const { t: common } = useTranslation();
	const format = useFormat();
	const { data, error } = useRoute('triggers.files', { flow });
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('filesTitle')}
			actions={<Button onClick={onClose}>{common('close')}</Button>}
		>
			{error !== null ? (
				<ErrorNote error={error} />
			) : data === undefined ? (
				<LoadingRows rows={3} />
			) : data.length === 0 ? (
				<p className="text-muted">{t('noFiles')}</p>
			) : (
				<ul className="flex flex-col gap-1">
					{data.map(({ path, sha256, at, run }) => (
						<li key={sha256} className="flex flex-wrap items-baseline gap-x-3">
							<PluginText className="min-w-0 flex-1 basis-60 font-mono text-small wrap-anywhere" max={1000}>
								{path}
							</PluginText>
							{run === null ? (
								<span className="text-muted">{format.time(at)}</span>
							) : (
								<Link to={links.run(run)}>{format.time(at)}</Link>
							)}
						</li>
					))}
				</ul>
			)}
		</Dialog>
	);
}
