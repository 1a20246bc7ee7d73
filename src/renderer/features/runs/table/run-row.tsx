// biome-ignore-all lint/a11y/useSemanticElements: a table's elements cannot be laid out as a window of rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the one focus and names the active row
import clsx from 'clsx';
import { Check, FileInput, GitFork, type LucideIcon, SquareFunction, Workflow } from 'lucide-react';
import { type MouseEvent, memo, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireError } from '../../../../shared/errors/errors.ts';
import type { RunKind, RunSummary } from '../../../../shared/run/run.ts';
import type { RunProgress } from '../../../../shared/run/run-progress.ts';
import { useEngineEvent } from '../../../client/engine.tsx';
import { RunStatusLabel } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useNow } from '../../../lib/hooks/use-now.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFailureText } from '../../../lib/text/use-failure-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type Column, ROW_PX, runFrames } from './columns.ts';

const kinds: Readonly<Record<RunKind, LucideIcon>> = {
	call: SquareFunction,
	stream: FileInput,
	chain: Workflow,
	flow: GitFork,
};

interface RowProps {
	readonly id: string;
	/** Undefined: it is being asked for. */
	readonly run: RunSummary | undefined;
	readonly index: number;
	/** Its place among the rows that are drawn, px. */
	readonly y: number;
	readonly isActive: boolean;
	readonly isChosen: boolean;
	readonly isOfPlugin: boolean;
	readonly columns: readonly Column[];
	/** Changes when relative times are to be told anew. */
	readonly now: number;
	onPress(index: number, event: MouseEvent): void;
}

/** One run. The table has the focus; the row only shows that it is the one. */
export const RunRow = memo(function RunRow(props: RowProps) {
	const { id, run, index, y, isActive, isChosen, isOfPlugin, columns, onPress } = props;
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the grid around it hears the keys
		<div
			id={id}
			role="row"
			aria-rowindex={index + 2}
			aria-selected={isChosen}
			data-active-row={isActive || undefined}
			onClick={(event) => onPress(index, event)}
			style={{ height: ROW_PX, transform: `translateY(${y}px)` }}
			className={clsx(
				'absolute top-0 right-0 left-0 flex items-center border-b border-line pr-2',
				isChosen ? 'bg-selected' : 'hover:bg-hover',
			)}
		>
			<Tick isChosen={isChosen} />
			{run === undefined ? (
				<div role="gridcell" className="flex-1 px-2">
					<div className="h-2 w-full max-w-80 rounded-full bg-sunken" />
				</div>
			) : run.status === 'running' ? (
				<RunningCells run={run} isOfPlugin={isOfPlugin} columns={columns} />
			) : (
				<Cells run={run} isOfPlugin={isOfPlugin} columns={columns} duration={run.durationMs} />
			)}
		</div>
	);
});

/** What the reader hears as "selected", drawn. */
function Tick({ isChosen }: { readonly isChosen: boolean }) {
	return (
		<div role="gridcell" data-tick className="flex h-full w-9 shrink-0 items-center justify-end pr-1">
			<span
				aria-hidden
				className={clsx(
					'inline-flex size-4 items-center justify-center rounded-small border',
					isChosen ? 'border-accent bg-accent text-on-accent' : 'border-edge bg-panel',
				)}
			>
				{isChosen && <Check size={12} />}
			</span>
		</div>
	);
}

/** A run that goes on tells how far it is. */
function RunningCells({ run, ...how }: Pick<RowProps, 'isOfPlugin' | 'columns'> & { readonly run: RunSummary }) {
	const now = useNow(true, 1000);
	const [progress, setProgress] = useState<RunProgress | null>(null);
	useEngineEvent('run.progress', (news) => {
		if (news.id === run.id) setProgress(news);
	});
	const seen = progress === null ? run : { ...run, recordsIn: progress.recordsIn, recordsOut: progress.recordsOut };
	return <Cells run={seen} {...how} duration={Math.max(0, now - run.startedAt)} />;
}

function Cells({
	run,
	isOfPlugin,
	columns,
	duration,
}: Pick<RowProps, 'isOfPlugin' | 'columns'> & {
	readonly run: RunSummary;
	readonly duration: number | null;
}) {
	const { t } = useTranslation();
	const format = useFormat();
	const Kind = kinds[run.kind];
	const cells: Readonly<Record<Column, ReactNode>> = {
		status: <RunStatusLabel status={run.status} />,
		label: (
			<>
				<Kind size={14} aria-label={t(`kind.${run.kind}`)} className="mr-2 inline-block shrink-0 text-muted" />
				<PluginText className="font-medium" title={plainText([run.label, run.fn ?? ''].join(' ')).slice(0, 300)}>
					{isOfPlugin ? (run.fn ?? run.label) : run.label}
				</PluginText>
			</>
		),
		failure: run.error === null || run.error.code === 'cancelled' ? null : <RunFailure error={run.error} />,
		fn: run.fn === null ? null : <PluginText className="font-mono text-small text-muted">{run.fn}</PluginText>,
		trigger: <span className="text-muted">{t(`trigger.${run.trigger}`)}</span>,
		started: <span title={format.fullTime(run.startedAt)}>{format.time(run.startedAt)}</span>,
		duration: duration === null ? '–' : format.duration(duration),
		recordsIn: countOf(run.recordsIn, format.count),
		recordsOut: countOf(run.recordsOut, format.count),
		denials:
			run.denials === 0 ? (
				<span className="text-muted">0</span>
			) : (
				<span className="font-medium text-denied">{format.count(run.denials)}</span>
			),
		hostCalls: countOf(run.hostCalls, format.count),
		memory: run.peakMemoryBytes === 0 ? <span className="text-muted">–</span> : format.bytes(run.peakMemoryBytes),
	};
	return columns.map((column) => (
		<div key={column} role="gridcell" {...runFrames[column]}>
			{cells[column]}
		</div>
	));
}

/** The cause alone: that it failed is said by its state. */
function RunFailure({ error }: { readonly error: WireError }) {
	const { text, said } = useFailureText()(error);
	const cause = said ?? text;
	return (
		<PluginText className="text-muted" max={300} title={plainText(cause).slice(0, 1000)}>
			{cause}
		</PluginText>
	);
}

function countOf(value: number, print: (value: number) => string): ReactNode {
	return value === 0 ? <span className="text-muted">0</span> : print(value);
}
