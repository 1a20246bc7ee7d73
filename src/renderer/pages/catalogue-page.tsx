import { FolderSearch, PackageOpen, RefreshCw, Settings2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../client/engine.tsx';
import { Button } from '../components/controls/button.tsx';
import { SourceDialog } from '../components/controls/paths/source-dialog.tsx';
import { Tabs } from '../components/controls/tabs.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { PluginSearch } from '../features/catalogue/plugin-search.tsx';
import { SourceBar } from '../features/catalogue/source-bar.tsx';
import { UpdatesList } from '../features/catalogue/updates-list.tsx';
import { type PackageSource, usePackageSource } from '../features/catalogue/use-source.ts';
import { useCommandWords } from '../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../lib/keys/use-keys.tsx';
import { navigate } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';
import { useFormat } from '../lib/text/use-format.ts';

const parts = ['plugins', 'updates'] as const;
type Part = (typeof parts)[number];

/** What a source of packages has, and what of that is newer than what is installed. The source is read when a person says so. */
export function CataloguePage({ part }: { readonly part: Part }) {
	const { t } = useTranslation('catalogue');
	const words = useCommandWords();
	const source = usePackageSource();
	const [choosing, setChoosing] = useState(false);
	const { data, isReading, check } = source;
	const hasSource = data !== undefined && data.source !== null;
	const isRead = data?.readAt != null;
	const choose = (): void => setChoosing(true);
	useCommandsHere([
		{ id: 'updatesCheck', ...words('updatesCheck'), icon: RefreshCw, disabled: !hasSource || isReading, act: check },
		{ id: 'updatesSource', ...words('updatesSource'), icon: Settings2, act: choose },
	]);
	const checkButton = (tone?: 'primary'): ReactNode => (
		<Button tone={tone} icon={RefreshCw} busy={isReading} onClick={check}>
			{t('check')}
		</Button>
	);
	return (
		<Page
			title={t('title')}
			actions={
				hasSource && (
					<>
						<Button icon={Settings2} onClick={choose}>
							{t('source.change')}
						</Button>
						{isRead && checkButton()}
					</>
				)
			}
		>
			<div className="flex h-full min-h-0 flex-col short:h-auto short:min-h-full">
				{data !== undefined && <SourceBar source={data} />}
				<Tabs<Part>
					label={t('title')}
					value={part}
					tabs={parts.map((value) => ({
						value,
						label: t(`part.${value}`),
						badge: value === 'updates' && isRead ? <AvailableCount /> : null,
					}))}
					onChange={(next) => navigate(next === 'updates' ? links.updates() : links.catalogue())}
				>
					<Shown source={source} checkButton={checkButton('primary')} onChoose={choose}>
						{part === 'updates' ? <UpdatesList /> : <PluginSearch />}
					</Shown>
				</Tabs>
			</div>
			{choosing && <SourceDialog source={data?.source ?? null} onClose={() => setChoosing(false)} />}
		</Page>
	);
}

/** What the source has once it was read, and what is to be said before that. */
function Shown({
	source: { data, error, isReading, check },
	checkButton,
	onChoose,
	children,
}: {
	readonly source: PackageSource;
	readonly checkButton: ReactNode;
	onChoose(): void;
	readonly children: ReactNode;
}) {
	const { t } = useTranslation('catalogue');
	const chooseButton = (label: string, tone?: 'primary'): ReactNode => (
		<Button tone={tone} icon={FolderSearch} onClick={onChoose}>
			{label}
		</Button>
	);
	const failed = error === null ? null : <ErrorNote className="m-4 mb-0" error={error} onRetry={check} />;
	if (data === undefined) return failed ?? <LoadingRows height={40} />;
	if (data.source === null) {
		return (
			<EmptyState icon={PackageOpen} title={t('source.none')} action={chooseButton(t('source.choose'), 'primary')}>
				{t('source.noneText')}
			</EmptyState>
		);
	}
	if (data.readAt === null) {
		return (
			<>
				{failed}
				{isReading ? (
					<>
						<p role="status" className="px-4 pt-3 text-muted">
							{t('checking')}
						</p>
						<LoadingRows height={40} />
					</>
				) : (
					<EmptyState icon={RefreshCw} title={t('source.unread')} action={checkButton}>
						{t('source.unreadText')}
					</EmptyState>
				)}
			</>
		);
	}
	if (data.versions === 0) {
		return (
			<>
				{failed}
				<EmptyState icon={PackageOpen} title={t('source.empty')} action={chooseButton(t('source.change'))}>
					{t('source.emptyText')}
				</EmptyState>
			</>
		);
	}
	return (
		<>
			{failed}
			{children}
		</>
	);
}

/** How many updates there are, as the source was read last. */
function AvailableCount() {
	const { data } = useRoute('updates.list', { kept: true });
	const format = useFormat();
	const count = data?.updates.filter(({ state, held }) => state === 'available' && !held).length ?? 0;
	return count === 0 ? null : <span className="text-small text-muted tabular">{format.count(count)}</span>;
}
