import clsx from 'clsx';
import { CircleX } from 'lucide-react';
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
import { endsOf } from './stage-ends.ts';

/** Counts of every plugin's part; while the run goes on, what is known so far. */
export function StageTable({ run, progress }: { readonly run: RunDetail; readonly progress: ProgressSample | null }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	const { t: common } = useTranslation();
	const known = run.status !== 'running';
	const stages = known ? endsOf(run) : run.stages;
	const dash = '–';
	const columns: readonly (readonly [
		string,
		(stage: RunStage, live: ProgressSample['stages'][number] | undefined) => string,
	])[] = [
		[
			t('stage.in'),
			(stage, live) => (stage.type === 'source' ? dash : format.count(live?.recordsIn ?? stage.recordsIn)),
		],
		[
			t('stage.out'),
			(stage, live) => (stage.type === 'destination' ? dash : format.count(live?.recordsOut ?? stage.recordsOut)),
		],
		[t('stage.bytesIn'), (stage) => (known && stage.type !== 'source' ? format.bytes(stage.bytesIn) : dash)],
		[t('stage.bytesOut'), (stage) => (known && stage.type !== 'destination' ? format.bytes(stage.bytesOut) : dash)],
		[t('stage.hostCalls'), (stage) => (known ? format.count(stage.hostCalls) : dash)],
		[t('stage.denied'), (stage) => (known ? format.count(stage.denials) : dash)],
		[t('stage.inside'), (stage) => (known && stage.busyMs > 0 ? format.duration(stage.busyMs) : dash)],
		[t('stage.memory'), (stage) => (known && stage.peakMemoryBytes > 0 ? format.bytes(stage.peakMemoryBytes) : dash)],
	];
	/** What a narrow table can do without: the counts tell the same. */
	const isSize = (name: string): boolean => name === t('stage.bytesIn') || name === t('stage.bytesOut');
	return (
		<Section title={t('stage.title')}>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
			<section aria-label={t('stage.title')} tabIndex={0} className="overflow-x-auto rounded-base border border-line">
				<DataTable
					headClassName="h-7 bg-sunken"
					heads={[
						{ text: t('stage.plugin'), className: 'px-3' },
						...columns.map(([text]) => ({
							text,
							className: clsx(
								'px-2 text-right last:pr-3 beside:whitespace-nowrap narrow:px-1.5',
								isSize(text) && 'slim:hidden',
							),
						})),
					]}
				>
					{stages.map((stage) => (
						<tr key={stage.position} className="h-8 border-t border-line">
							<th scope="row" className="px-3 text-left font-normal beside:whitespace-nowrap">
								<span className="inline-flex flex-wrap items-center gap-x-2">
									{stage.plugin === '' ? (
										<PluginText>{stage.component ?? ''}</PluginText>
									) : (
										<Link to={links.plugin(stage.plugin)}>
											<PluginText>{stage.component ?? stage.plugin}</PluginText>
										</Link>
									)}
									<span className="text-small text-muted">{common(`type.${stage.type}`)}</span>
									{stage.error !== null && stage.error.code !== 'cancelled' && (
										<Status tone="failed" icon={CircleX} className="text-small">
											{t('stage.failedHere')}
										</Status>
									)}
								</span>
							</th>
							{columns.map(([name, value]) => (
								<td
									key={name}
									className={clsx(
										'px-2 text-right whitespace-nowrap last:pr-3 narrow:px-1.5',
										isSize(name) && 'slim:hidden',
										name === t('stage.denied') && stage.denials > 0 && 'font-medium text-denied',
									)}
								>
									{value(stage, progress?.stages[stage.position])}
								</td>
							))}
						</tr>
					))}
				</DataTable>
			</section>
		</Section>
	);
}
