import { FolderOpen, Plus, Sparkles, Workflow } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../client/engine.tsx';
import { Button } from '../components/controls/button.tsx';
import { SearchInput } from '../components/controls/fields.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { useDrafts } from '../features/flows/drafts.ts';
import { useOpenFile } from '../features/flows/file/use-open-file.ts';
import { FlowTable } from '../features/flows/home/flow-table.tsx';
import { useExample } from '../features/flows/home/use-example.ts';
import { useNewFlow } from '../features/flows/use-new-flow.ts';
import { useCommandWords } from '../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../lib/keys/use-keys.tsx';
import { useHashQuery } from '../lib/nav/hash-location.ts';

/** What starts flows tells of it by no event of its own, nor does another program that saves one, ms. */
const ASK_EVERY_MS = 5000;

/** Every flow: what it is, how it ended last, and what is not saved yet. */
export function FlowsPage() {
	const { t } = useTranslation('flows');
	const { data, error, isPending, refetch } = useRoute('flows.list', {}, { ofDisk: true, refreshMs: ASK_EVERY_MS });
	const triggers = useRoute('triggers.list', {}, { refreshMs: ASK_EVERY_MS }).data;
	const drafts = useDrafts();
	const flows = useNewFlow();
	const file = useOpenFile();
	const example = useExample();
	const words = useCommandWords();
	const [query, change] = useHashQuery();
	const text = (query.get('q') ?? '').trim().toLowerCase();
	const fits = (name: string, description: string | null): boolean =>
		`${name}\n${description ?? ''}`.toLowerCase().includes(text);
	const shown = (data ?? []).filter(({ name, description }) => fits(name, description));
	const unsaved = drafts.filter(({ document }) => fits(document.name, document.description));
	const isEmpty = data?.length === 0 && drafts.length === 0;
	const begin = (): void => flows.begin(null);
	useCommandsHere([
		{ id: 'flowNew', ...words('flowNew'), icon: Plus, act: begin },
		{ id: 'flowOpenFile', ...words('flowOpenFile'), icon: FolderOpen, act: file.open },
		{ id: 'flowExample', ...words('flowExample'), icon: Sparkles, act: example },
	]);
	const create = (
		<Button {...(isEmpty ? {} : { tone: 'primary' })} icon={Plus} onClick={begin}>
			{t('new')}
		</Button>
	);
	const openFile = (
		<Button icon={FolderOpen} onClick={file.open}>
			{t('openFile')}
		</Button>
	);
	const fromExample = (
		<Button {...(isEmpty ? { tone: 'primary' } : {})} icon={Sparkles} onClick={example}>
			{t('example.go')}
		</Button>
	);
	return (
		<Page
			title={t('title')}
			actions={
				!isEmpty && (
					<>
						<SearchInput
							className="w-44"
							label={t('search')}
							value={query.get('q') ?? ''}
							onChange={(q) => change({ q })}
						/>
						{fromExample}
						{openFile}
						{create}
					</>
				)
			}
		>
			{file.dialog}
			{error !== null && data === undefined ? (
				<ErrorNote error={error} className="m-4" onRetry={() => void refetch()} />
			) : isPending ? (
				<LoadingRows height={40} />
			) : isEmpty ? (
				<EmptyState
					icon={Workflow}
					title={t('none.title')}
					action={
						<span className="flex flex-wrap justify-center gap-2">
							{fromExample}
							{create}
							{openFile}
						</span>
					}
				>
					{t('none.text')}
				</EmptyState>
			) : shown.length === 0 && unsaved.length === 0 ? (
				<EmptyState icon={Workflow} title={t('noneFits')}>
					{t('noneFitsText')}
				</EmptyState>
			) : (
				<FlowTable
					flows={shown}
					known={new Set(data.map(({ name }) => name))}
					drafts={unsaved}
					triggers={triggers ?? []}
				/>
			)}
		</Page>
	);
}
