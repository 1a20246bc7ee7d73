import { ArrowLeftRight, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../shared/run/run.ts';
import { useRoute } from '../client/engine.tsx';
import { Button } from '../components/controls/button.tsx';
import { Link } from '../components/controls/link.tsx';
import { Switch } from '../components/controls/toggles.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { PluginText } from '../components/text/plugin-text.tsx';
import { CompareTable } from '../features/runs/compare/compare-table.tsx';
import { TextDifference } from '../features/runs/compare/text-difference.tsx';
import { useCommandWords } from '../lib/keys/use-command-words.ts';
import { useCommandsHere, useKeys } from '../lib/keys/use-keys.tsx';
import { navigate, useHashQuery } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';
import { useFormat } from '../lib/text/use-format.ts';
import { useOutcome } from '../lib/text/use-outcome.ts';

/** Two runs side by side: what is equal is quiet, what differs stands out. */
export function ComparePage({ id, other }: { readonly id: string; readonly other: string }) {
	const { t } = useTranslation('run');
	const [query, change] = useHashQuery();
	const left = useRoute('runs.get', { id });
	const right = useRoute('runs.get', { id: other });
	const onlyDifferent = query.get('only') === 'different';
	const swap = (): void =>
		navigate(`${links.compare(other, id)}${onlyDifferent ? '?only=different' : ''}`, { replace: true });
	const words = useCommandWords();
	useCommandsHere([{ id: 'compareSwap', ...words('compareSwap'), icon: ArrowLeftRight, act: swap }]);
	useKeys({ leave: () => navigate(links.run(id)) });
	const error = left.error ?? right.error;
	return (
		<Page
			title={t('compare.title')}
			actions={
				<>
					<Switch
						label={t('compare.only')}
						checked={onlyDifferent}
						onChange={(checked) => change({ only: checked ? 'different' : null })}
					/>
					<Button icon={ArrowLeftRight} onClick={swap}>
						{t('compare.swap')}
					</Button>
				</>
			}
		>
			{error !== null && (error.code === 'not_found' || error.code === 'invalid_input') ? (
				<EmptyState icon={SearchX} title={t('compare.gone')} action={<Link to={links.runs()}>{t('gone.go')}</Link>}>
					{t('gone.text')}
				</EmptyState>
			) : error !== null ? (
				<ErrorNote
					error={error}
					className="m-4"
					onRetry={() => {
						void left.refetch();
						void right.refetch();
					}}
				/>
			) : left.data === undefined || right.data === undefined ? (
				<LoadingRows />
			) : (
				<Both left={left.data} right={right.data} onlyDifferent={onlyDifferent} />
			)}
		</Page>
	);
}

function Both({
	left,
	right,
	onlyDifferent,
}: {
	readonly left: RunDetail;
	readonly right: RunDetail;
	readonly onlyDifferent: boolean;
}) {
	const { t } = useTranslation('run');
	return (
		<div className="flex flex-col gap-5 p-4">
			<div className="grid grid-cols-2 gap-3 slim:grid-cols-1">
				<Side run={left} name={t('compare.left')} />
				<Side run={right} name={t('compare.right')} />
			</div>
			<CompareTable left={left} right={right} onlyDifferent={onlyDifferent} />
			<TextDifference title={t('preview.input')} left={left.inputPreview} right={right.inputPreview} />
			<TextDifference title={t('preview.output')} left={left.outputPreview} right={right.outputPreview} />
		</div>
	);
}

function Side({ run, name }: { readonly run: RunDetail; readonly name: string }) {
	const format = useFormat();
	const sentence = useOutcome(run);
	return (
		<section aria-label={name} className="rounded-base border border-line px-3 py-2">
			<p className="flex items-baseline gap-2">
				<span className="text-small font-medium text-muted">{name}</span>
				<Link to={links.run(run.id)} className="min-w-0 truncate font-medium">
					<PluginText>{run.label}</PluginText> <code className="font-normal">{run.id}</code>
				</Link>
				<span className="ml-auto text-small whitespace-nowrap text-muted" title={format.fullTime(run.startedAt)}>
					{format.time(run.startedAt)}
				</span>
			</p>
			<p className="wrap-anywhere">{sentence}</p>
		</section>
	);
}
