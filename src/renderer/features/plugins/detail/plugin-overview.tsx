import { Shapes } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { descriptionOf } from '../../../../shared/plugin/described.ts';
import { takesBatches } from '../../../../shared/plugin/manifest.ts';
import type { ModuleAnalysis, PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import { hasOtherSigner } from '../../../../shared/plugin/provenance.ts';
import { useRoute } from '../../../client/engine.tsx';
import { CodeEditor } from '../../../components/code-editor/code-editor.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { CopyButton } from '../../../components/controls/copy-button.tsx';
import { AuthorFact, IntegrityFact } from '../../../components/module/provenance.tsx';
import { Reach } from '../../../components/module/reach.tsx';
import { useModuleFacts } from '../../../components/module/use-module-facts.tsx';
import { ErrorNote, LoadingRows, Note } from '../../../components/notes.tsx';
import { Facts, Section } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { loadLater } from '../../../lib/load-later.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useRemarkText } from '../../../lib/text/use-remark-text.ts';
import { ExportsTable, ImportsTable } from './code-tables.tsx';
import { PreloadRow } from './preload-row.tsx';
import { PrivacyRow } from './privacy-row.tsx';
import { OptionalRights, RecordTypes } from './said-of-itself.tsx';
import { useRoleChange } from './use-role-change.ts';

const Readme = loadLater(async () => (await import('./readme.tsx')).Readme);

/** What this plugin is: in its author's words, and by its code. */
export function PluginOverview({ name }: { readonly name: string }) {
	const plugin = useRoute('plugins.get', { name });
	if (plugin.isPending) return <LoadingRows />;
	if (plugin.data === undefined) return null;
	return <Overview plugin={plugin.data} />;
}

function Overview({ plugin }: { readonly plugin: PluginRecord }) {
	const { t, i18n } = useTranslation('plugin');
	const { t: words } = useTranslation('module');
	const { name, current } = plugin;
	const usable = current !== null;
	const analysis = useRoute('plugins.analysis', { name }, { enabled: usable });
	const files = useRoute('plugins.package', { name });
	const policy = useRoute('policy.show', { name }, { enabled: usable });
	const description = current === null ? undefined : descriptionOf(current.manifest.metadata, i18n.language);
	const readme = files.data?.readme ?? null;
	const config = current?.manifest.config ?? {};
	const textOf = useRemarkText();
	return (
		<div className="flex flex-col gap-5 px-4 py-4">
			{description !== undefined && (
				<p className="max-w-180">
					<PluginText max={2000}>{description}</PluginText>
				</p>
			)}
			{plugin.warnings.length > 0 && (
				<Note tone="attention">
					<ul className="flex flex-col gap-1">
						{plugin.warnings.map((warning) => (
							<li key={warning.text}>
								<PluginText max={1000}>{textOf(warning)}</PluginText>
							</li>
						))}
					</ul>
				</Note>
			)}
			{current !== null && <OptionalRights name={name} manifest={current.manifest} policy={policy.data?.effective} />}
			<PreloadRow plugin={plugin} />
			<PrivacyRow plugin={plugin} />
			<PluginFacts plugin={plugin} analysis={analysis.data} />
			{current !== null && <RecordTypes manifest={current.manifest} />}
			{analysis.error !== null && <ErrorNote error={analysis.error} onRetry={() => void analysis.refetch()} />}
			{analysis.isLoading && <LoadingRows rows={4} />}
			{analysis.data !== undefined && current !== null && (
				<>
					{analysis.data.anatomy !== null && (
						<Section title={words('reach.title')}>
							<Reach anatomy={analysis.data.anatomy} leastMemory={analysis.data.memory?.minimumBytes ?? 0} />
						</Section>
					)}
					<Section title={t('imports.title')}>
						<ImportsTable imports={analysis.data.imports} policy={policy.data?.effective} />
					</Section>
					<Section title={t('exports.title')}>
						<ExportsTable name={name} type={current.manifest.type} analysis={analysis.data} />
					</Section>
				</>
			)}
			{Object.keys(config).length > 0 && (
				<Section title={t('config.title')}>
					<CodeEditor
						readOnly
						language="json"
						label={t('config.title')}
						value={JSON.stringify(config, null, 2).slice(0, 100_000)}
						maxLines={16}
					/>
				</Section>
			)}
			{files.error !== null && <ErrorNote error={files.error} onRetry={() => void files.refetch()} />}
			{readme !== null && readme.trim() !== '' && (
				<Section title={t('readme.title')}>
					<Suspense fallback={<LoadingRows />}>
						<Readme text={readme} />
					</Suspense>
				</Section>
			)}
		</div>
	);
}

function PluginFacts({
	plugin,
	analysis,
}: {
	readonly plugin: PluginRecord;
	readonly analysis: ModuleAnalysis | undefined;
}) {
	const { t } = useTranslation('plugin');
	const { t: common } = useTranslation();
	const { t: signatures } = useTranslation('signatures');
	const format = useFormat();
	const changeRole = useRoleChange(plugin);
	const { current, folder, installedAt, changedAt } = plugin;
	const manifest = current?.manifest;
	const text = (value: string | undefined, max = 300) =>
		value === undefined
			? []
			: [
					<PluginText key="text" max={max}>
						{value}
					</PluginText>,
				];
	const made = useModuleFacts(analysis?.anatomy);
	const rows: (readonly [string, React.ReactNode] | null)[] = [
		manifest === undefined
			? null
			: [
					t('facts.type'),
					changeRole === null ? (
						common(`type.${manifest.type}`)
					) : (
						<span key="type" className="-my-1 flex flex-wrap items-center gap-2">
							{common(`type.${manifest.type}`)}
							<Button tone="quiet" icon={Shapes} onClick={changeRole}>
								{t('changeRole')}
							</Button>
						</span>
					),
				],
		manifest?.id === undefined
			? null
			: [t('facts.id'), <Copied key="id" text={manifest.id} label={t('facts.copyId')} />],
		manifest?.host === undefined ? null : [t('facts.host'), text(t('facts.hostText', { range: manifest.host }))],
		manifest?.metadata.author === undefined ? null : [t('facts.author'), text(manifest.metadata.author)],
		manifest?.metadata.license === undefined ? null : [t('facts.license'), text(manifest.metadata.license)],
		manifest?.metadata.homepage === undefined
			? null
			: [
					t('facts.homepage'),
					<Copied key="homepage" text={manifest.metadata.homepage} label={t('readme.copyAddress')} />,
				],
		manifest === undefined
			? null
			: [
					t('facts.records'),
					t(takesBatches(manifest) ? 'facts.batches' : 'facts.single', {
						encoding: t(`encoding.${manifest.encoding}`),
					}),
				],
		current === null ? null : [t('facts.size'), format.bytes(current.size)],
		analysis === undefined ? null : [t('facts.memory'), memoryText(analysis)],
		manifest === undefined || manifest.instances === 1
			? null
			: [t('facts.instances'), format.count(manifest.instances)],
		analysis === undefined
			? null
			: [t('facts.abi'), analysis.abi === null ? common('notKnown') : t(`abi.${analysis.abi}`)],
		...made,
		current === null
			? null
			: [t('facts.hash'), <Copied key="hash" text={current.sha256} label={t('facts.copyHash')} />],
		[signatures('files'), <IntegrityFact key="files" integrity={plugin.integrity} altered={plugin.altered} />],
		current === null
			? null
			: [signatures('signature'), <AuthorFact key="signer" signer={current.signer} plugin={plugin.name} />],
		hasOtherSigner(plugin) ? [t('facts.pinned'), <AuthorFact key="pinned" signer={plugin.pinned} />] : null,
		[t('facts.folder'), <Copied key="folder" text={folder} label={t('facts.copyFolder')} />],
		[t('facts.installed'), format.time(installedAt)],
		changedAt === installedAt ? null : [t('facts.changed'), format.time(changedAt)],
	];
	function memoryText({ memory }: ModuleAnalysis): string {
		if (memory === null) return common('none');
		const least = format.bytes(memory.minimumBytes);
		return memory.maximumBytes === null
			? t('facts.memoryFrom', { least })
			: t('facts.memoryRange', { least, most: format.bytes(memory.maximumBytes) });
	}
	return <Facts facts={rows.filter((row) => row !== null)} />;
}

function Copied({ text, label }: { readonly text: string; readonly label: string }) {
	return (
		<span className="-my-1 flex items-center gap-1">
			<PluginText max={500} className="font-mono text-small">
				{text}
			</PluginText>
			<CopyButton text={text} label={label} />
		</span>
	);
}
