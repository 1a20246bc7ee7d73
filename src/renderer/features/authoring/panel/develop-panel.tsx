import { FolderOpen, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../../../client/engine.tsx';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { CopyButton } from '../../../components/controls/copy-button.tsx';
import { useFolderChooser } from '../../../components/controls/paths/folder-chooser.tsx';
import { LogPanel } from '../../../components/logs/log-panel.tsx';
import { ErrorNote, LoadingRows, Note } from '../../../components/notes.tsx';
import { Section } from '../../../components/page.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { Asked } from './asked.tsx';
import { useAuthorFolder } from './use-author-folder.ts';
import { Work } from './work.tsx';

/** For whoever writes the plugin: its sources, what checks and cases say of them, what it asks for and uses, its log. */
export function DevelopPanel({ name }: { readonly name: string }) {
	const { t } = useTranslation('develop');
	const { folder, choose } = useAuthorFolder(name);
	const chooser = useFolderChooser({
		title: t('chooseTitle'),
		...(folder === null || folder === undefined ? {} : { start: folder }),
		onChoose: choose,
	});
	return (
		<div className="flex flex-col gap-6 p-4">
			<Section
				title={t('sources')}
				actions={
					<Button icon={FolderOpen} onClick={chooser.open}>
						{t(folder === null ? 'choose' : 'chooseOther')}
					</Button>
				}
			>
				{folder === null && <p className="max-w-160 text-muted">{t('noFolder')}</p>}
				{typeof folder === 'string' && (
					<div className="flex items-center gap-1">
						<code className="min-w-0 text-small wrap-anywhere">{plainText(folder)}</code>
						<CopyButton text={folder} label={t('copyFolder')} />
						<IconButton icon={X} label={t('forget')} onClick={() => choose(null)} />
					</div>
				)}
			</Section>
			{typeof folder === 'string' && <OfFolder key={folder} name={name} folder={folder} />}
			<Asked name={name} />
			<Section title={t('log')}>
				<div className="flex h-72 min-h-0 flex-col rounded-base border border-line">
					<LogPanel plugin={name} label={t('logLabel', { name })} live withRun isInAddress={false} />
				</div>
			</Section>
			{chooser.dialog}
		</div>
	);
}

/** What can be done with a folder, once it is known to be the plugin's. */
function OfFolder({ name, folder }: { readonly name: string; readonly folder: string }) {
	const { t } = useTranslation('develop');
	const recipe = useRoute('authoring.recipe', { folder }, { ofDisk: true });
	if (recipe.isPending) return <LoadingRows rows={3} />;
	if (recipe.data === undefined) return <ErrorNote error={recipe.error} onRetry={() => void recipe.refetch()} />;
	if (recipe.data.plugin === name) return <Work name={name} recipe={recipe.data} />;
	return (
		<Note tone="attention">
			<p className="wrap-anywhere">{t('otherPlugin', { other: plainText(recipe.data.plugin), name })}</p>
		</Note>
	);
}
