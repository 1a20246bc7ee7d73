import { FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunDetail, WrittenFile } from '../../../shared/run/run.ts';
import { useBridge, useRoute } from '../../client/engine.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { Button } from '../controls/button.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { PluginText } from '../text/plugin-text.tsx';
import { useToasts } from '../toasts.tsx';
import { DataView } from './data-view.tsx';

/** Every file that a run wrote: where it is, the way to it, and its beginning, as the disk has it now. */
export function WrittenFiles({ run }: { readonly run: Pick<RunDetail, 'id' | 'status'> }) {
	const { t } = useTranslation('run');
	const files = useRoute('runs.written', { id: run.id }, { enabled: run.status !== 'running', ofDisk: true });
	if (files.data === undefined || files.data.length === 0) return null;
	return (
		<section aria-label={t('written.title')} className="flex flex-col gap-4">
			{files.data.map((file) => (
				<OneFile key={file.path} file={file} />
			))}
		</section>
	);
}

function OneFile({ file: { path, bytes, beginning } }: { readonly file: WrittenFile }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	const bridge = useBridge();
	const toasts = useToasts();
	const isThere = bytes !== null;
	return (
		<div className="flex min-w-0 flex-col gap-2">
			<p className="flex flex-wrap items-center gap-x-2 gap-y-1">
				<span>{isThere ? t('written.to', { size: format.bytes(bytes) }) : t('written.gone')}</span>
				<PluginText className="min-w-0 font-mono text-small wrap-anywhere" max={1000}>
					{path}
				</PluginText>
				<CopyButton text={path} label={t('written.copy')} />
				{isThere && bridge.face === 'electron' && (
					<Button
						icon={FolderOpen}
						onClick={() =>
							void bridge.download(path).catch((error: unknown) => toasts.failed(() => t('written.show'), error))
						}
					>
						{t('written.show')}
					</Button>
				)}
			</p>
			{beginning !== null && <DataView title={t('written.beginning')} {...beginning} maxHeight={260} />}
		</div>
	);
}
