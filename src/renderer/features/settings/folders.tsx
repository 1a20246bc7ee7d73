import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction, useRoute } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { Choices } from '../../components/controls/choices.tsx';
import { CopyButton } from '../../components/controls/copy-button.tsx';
import { Dialog } from '../../components/controls/dialog.tsx';
import { useFolderChooser } from '../../components/controls/paths/folder-chooser.tsx';
import { SourceDialog } from '../../components/controls/paths/source-dialog.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { useSubmit } from '../../components/toasts.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { Group, SettingRow } from './setting-row.tsx';

/** Where plugins and the program's own data lie. */
export function Folders() {
	const { t } = useTranslation('settings');
	const stats = useRoute('stats.get', {});
	const [path, setPath] = useState<string | null>(null);
	const [isChoosing, setChoosing] = useState(false);
	const source = useRoute('settings.get', {}).data?.update_source;
	const pluginsDir = stats.data?.pluginsDir;
	const chooser = useFolderChooser({ title: t('folders.choose'), start: pluginsDir, onChoose: setPath });
	return (
		<Group title={t('folders.title')}>
			<SettingRow name="pluginsFolder" label={t('folders.plugins')} hint={<Path path={pluginsDir} />}>
				{() => (
					<>
						{pluginsDir !== undefined && <CopyButton text={pluginsDir} label={t('folders.copyPlugins')} />}
						<Button disabled={pluginsDir === undefined} onClick={chooser.open}>
							{t('folders.change')}
						</Button>
					</>
				)}
			</SettingRow>
			<SettingRow
				name="dataFolder"
				label={t('folders.data')}
				hint={
					<>
						<Path path={stats.data?.dataDir} />
						<p>{t('folders.dataHint')}</p>
					</>
				}
			>
				{() => stats.data !== undefined && <CopyButton text={stats.data.dataDir} label={t('folders.copyData')} />}
			</SettingRow>
			<SettingRow
				name="update_source"
				label={t('folders.source')}
				hint={
					<>
						{source === null ? t('folders.noSource') : <Path path={source} />}
						<p>{t('folders.sourceHint')}</p>
					</>
				}
			>
				{() => (
					<Button disabled={source === undefined} onClick={() => setChoosing(true)}>
						{t('folders.chooseSource')}
					</Button>
				)}
			</SettingRow>
			{isChoosing && <SourceDialog source={source ?? null} onClose={() => setChoosing(false)} />}
			{chooser.dialog}
			{path !== null && pluginsDir !== undefined && (
				<ChangeFolder from={pluginsDir} to={path} onClose={() => setPath(null)} />
			)}
		</Group>
	);
}

function Path({ path }: { readonly path: string | undefined }) {
	return <PluginText className="font-mono text-small">{path ?? '…'}</PluginText>;
}

/** Says what each way means before anything happens. */
function ChangeFolder({ from, to, onClose }: { readonly from: string; readonly to: string; onClose(): void }) {
	const { t } = useTranslation('settings');
	const { t: common } = useTranslation();
	const format = useFormat();
	const submit = useSubmit(onClose);
	const installed = useRoute('plugins.list', {});
	const set = useAction('folder.set');
	const [way, setWay] = useState<'move' | 'point'>('move');
	const count = installed.data?.length ?? 0;
	const isSame = from === to;
	const change = (): Promise<void> =>
		submit(set.mutateAsync({ path: to, move: way === 'move' }), () => t('folders.changed', { path: to }));
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('folders.title2')}
			description={<PluginText className="font-mono text-small">{to}</PluginText>}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button tone="primary" busy={set.isPending} disabled={isSame} onClick={() => void change()}>
						{way === 'move' ? t('folders.move') : t('folders.point')}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-3">
				{isSame ? (
					<p>{t('folders.same')}</p>
				) : (
					<Choices<'move' | 'point'>
						label={t('folders.way')}
						value={way}
						onChange={setWay}
						options={[
							{
								value: 'move',
								label: t('folders.moveLabel', { count, text: format.count(count) }),
								text: t('folders.moveText', { from }),
							},
							{ value: 'point', label: t('folders.pointLabel'), text: t('folders.pointText', { from }) },
						]}
					/>
				)}
				{set.error !== null && <ErrorNote error={set.error} />}
			</div>
		</Dialog>
	);
}
