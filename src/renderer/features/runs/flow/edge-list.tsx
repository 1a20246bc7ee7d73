import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writeInput } from '../../../../shared/flow/flow-graph.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import type { RunEdge } from '../../../../shared/run/run-edge.ts';
import { Button } from '../../../components/controls/button.tsx';
import { DataView } from '../../../components/data/data-view.tsx';
import { Section } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import type { ProgressSample } from '../../../lib/runs/run-progress.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { nameAt } from './names.ts';

/** What went from component to component, with the beginning of it; while the run goes on, how quick and what waits. */
export function EdgeList({
	run,
	progress,
	rates,
}: {
	readonly run: RunDetail;
	readonly progress: ProgressSample | null;
	/** Records per second along each, while it goes on. */
	readonly rates: readonly number[];
}) {
	const { t } = useTranslation('run');
	const [open, setOpen] = useState<number | null>(null);
	const live = progress?.flow?.edges;
	// They are kept with the run when it ends; until then it tells of them itself.
	const edges = live === undefined ? run.edges : live.map((edge): RunEdge => ({ ...edge, sample: null }));
	if (edges.length === 0) return null;
	return (
		<Section title={t('flow.edges')}>
			<ul aria-label={t('flow.edges')} className="rounded-base border border-line">
				{edges.map((edge, place) => (
					<EdgeRow
						key={`${edge.from}/${edge.port}/${edge.to}`}
						run={run}
						edge={edge}
						live={live?.[place]}
						rate={rates[place] ?? 0}
						isOpen={open === place}
						onToggle={() => setOpen(open === place ? null : place)}
					/>
				))}
			</ul>
		</Section>
	);
}

function EdgeRow({
	run,
	edge,
	live,
	rate,
	isOpen,
	onToggle,
}: {
	readonly run: RunDetail;
	readonly edge: RunEdge;
	readonly live: { readonly waiting: number } | undefined;
	/** Records per second; of no interest once it is over. */
	readonly rate: number;
	readonly isOpen: boolean;
	onToggle(): void;
}) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	const { records, bytes } = edge;
	const from = writeInput(nameAt(run, edge.from), edge.port);
	const to = nameAt(run, edge.to);
	const shown = t(isOpen ? 'flow.hideSample' : 'flow.showSample');
	const words = plainText(t('flow.fromTo', { from, to }));
	return (
		<li className="border-t border-line px-3 py-1 first:border-t-0">
			<div className="flex min-h-7 flex-wrap items-center gap-x-3">
				<span className="flex min-w-0 flex-1 basis-48 flex-wrap items-center gap-x-2">
					<PluginText>{from}</PluginText>
					<ArrowRight size={14} role="img" aria-label={t('flow.to')} className="shrink-0 text-muted" />
					<PluginText>{to}</PluginText>
				</span>
				<span className="tabular text-muted">
					{common('count.records', { count: records, text: format.count(records) })} · {format.bytes(bytes)}
					{live !== undefined && ` · ${format.rate(rate)}`}
				</span>
				{live !== undefined && live.waiting > 0 && (
					<span className="tabular text-attention">
						{t('flow.waiting', { count: live.waiting, text: format.count(live.waiting) })}
					</span>
				)}
				{edge.sample !== null && (
					<Button
						tone="quiet"
						aria-expanded={isOpen}
						aria-label={`${shown}${common('colon')}${words}`}
						onClick={onToggle}
					>
						{shown}
					</Button>
				)}
			</div>
			{isOpen && edge.sample !== null && (
				<div className="pb-2">
					<DataView title={words} {...edge.sample} records={records} maxHeight={260} />
				</div>
			)}
		</li>
	);
}
