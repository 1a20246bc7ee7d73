import clsx from 'clsx';
import { CircleX, Gauge, Moon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunDetail, RunStage } from '../../../../shared/run/run.ts';
import { Link } from '../../../components/controls/link.tsx';
import { DataTable } from '../../../components/data/data-table.tsx';
import { Section } from '../../../components/page.tsx';
import { Status } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { links } from '../../../lib/nav/links.ts';
import type { ProgressSample } from '../../../lib/runs/run-progress.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { nameOf } from './names.ts';

const dash = '–';
const frame = 'overflow-x-auto rounded-base border border-line';

interface Column {
	readonly name: string;
	/** What a narrow table can do without. */
	readonly isExtra?: boolean;
	value(stage: RunStage, live: Live): string;
}

/** What a component did so far, while its run goes on. */
interface Live {
	readonly recordsIn: number;
	readonly recordsOut: number;
	readonly recordsDropped: number;
	readonly recordsFailed: number;
	readonly perSecond: number | null;
}

/** What every component of a flow took and gave; while the run goes on, what is known so far, and how quick each is. */
export function ComponentTable({
	run,
	progress,
	rates,
}: {
	readonly run: RunDetail;
	readonly progress: ProgressSample | null;
	/** Records per second of each component, in their order. */
	readonly rates: readonly number[];
}) {
	const { t } = useTranslation('run');
	const format = useFormat();
	const isOver = run.status !== 'running';
	const whenOver = (text: string): string => (isOver ? text : dash);
	const columns: readonly Column[] = [
		{ name: t('stage.in'), value: ({ type }, { recordsIn }) => (type === 'source' ? dash : format.count(recordsIn)) },
		{
			name: t('stage.out'),
			value: ({ type }, { recordsOut }) => (type === 'destination' ? dash : format.count(recordsOut)),
		},
		{
			name: t('flow.dropped'),
			value: ({ type }, { recordsDropped }) => (type === 'filter' ? format.count(recordsDropped) : dash),
		},
		{ name: t('flow.failed'), value: (_, { recordsFailed }) => format.count(recordsFailed) },
		...(isOver
			? [
					{ name: t('stage.denied'), value: ({ denials }: RunStage) => format.count(denials) },
					{
						name: t('stage.memory'),
						isExtra: true,
						value: ({ peakMemoryBytes }: RunStage) =>
							whenOver(peakMemoryBytes > 0 ? format.bytes(peakMemoryBytes) : dash),
					},
				]
			: [
					{
						name: t('progress.rate'),
						value: (_: RunStage, { perSecond }: Live) => (perSecond === null ? dash : format.rate(perSecond)),
					},
				]),
	];
	const liveOf = (stage: RunStage): Live => {
		const told = progress?.stages[stage.position];
		const part = progress?.flow?.components[stage.position];
		return {
			recordsIn: told?.recordsIn ?? stage.recordsIn,
			recordsOut: told?.recordsOut ?? stage.recordsOut,
			recordsDropped: part?.recordsDropped ?? stage.recordsDropped,
			recordsFailed: part?.recordsFailed ?? stage.recordsFailed,
			perSecond: rates[stage.position] ?? null,
		};
	};
	const cell = ({ isExtra }: Pick<Column, 'isExtra'>): string => clsx('narrow:px-1.5', isExtra && 'slim:hidden');
	return (
		<Section title={t('flow.components')}>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
			<section aria-label={t('flow.components')} tabIndex={0} className={frame}>
				<DataTable
					headClassName="h-7 bg-sunken"
					heads={[
						{ text: t('flow.component'), className: 'px-3' },
						...columns.map((column) => ({
							text: column.name,
							className: clsx('px-2 text-right last:pr-3 beside:whitespace-nowrap', cell(column)),
						})),
					]}
				>
					{run.stages.map((stage) => (
						<tr key={stage.position} className="h-8 border-t border-line">
							<th scope="row" className="px-3 text-left font-normal beside:whitespace-nowrap">
								<ComponentName
									stage={stage}
									isSlowest={progress?.flow?.slowest === stage.position}
									isResting={!isOver && progress?.flow?.components[stage.position]?.isResting === true}
								/>
							</th>
							{columns.map((column) => (
								<td
									key={column.name}
									className={clsx(
										'px-2 text-right whitespace-nowrap last:pr-3',
										cell(column),
										column.name === t('stage.denied') && stage.denials > 0 && 'font-medium text-denied',
										column.name === t('flow.failed') && stage.recordsFailed > 0 && 'font-medium text-failed',
									)}
								>
									{column.value(stage, liveOf(stage))}
								</td>
							))}
						</tr>
					))}
				</DataTable>
			</section>
		</Section>
	);
}

function ComponentName({
	stage,
	isSlowest,
	isResting,
}: {
	readonly stage: RunStage;
	/** The others wait for it now. */
	readonly isSlowest: boolean;
	/** It has no sandbox now, since nothing comes to it. */
	readonly isResting: boolean;
}) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	return (
		<span className="inline-flex flex-wrap items-center gap-x-2">
			{stage.builtIn === null ? (
				<Link to={links.plugin(stage.plugin)}>
					<PluginText>{nameOf(stage)}</PluginText>
				</Link>
			) : (
				<PluginText>{nameOf(stage)}</PluginText>
			)}
			<span className="text-small text-muted">
				{stage.builtIn === null ? (
					<>
						{stage.plugin !== nameOf(stage) && (
							<>
								<PluginText>{stage.plugin}</PluginText>
								{' · '}
							</>
						)}
						{common(`type.${stage.type}`)}
					</>
				) : (
					t(`flow.builtIn.${stage.builtIn}`)
				)}
				{stage.workers > 1 && ` · ${t('flow.workers', { text: format.count(stage.workers) })}`}
			</span>
			{isSlowest && (
				<Status tone="attention" icon={Gauge} className="text-small">
					{t('flow.slowest')}
				</Status>
			)}
			{isResting && (
				<Status tone="neutral" icon={Moon} className="text-small">
					{t('flow.resting')}
				</Status>
			)}
			{stage.error !== null && stage.error.code !== 'cancelled' && (
				<Status tone="failed" icon={CircleX} className="text-small">
					{t('stage.failedHere')}
				</Status>
			)}
		</span>
	);
}
