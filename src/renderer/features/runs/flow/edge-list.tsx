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

/** What went from component to component, with the beginning of it. */
export function EdgeList({ run, progress }: { readonly run: RunDetail; readonly progress: ProgressSample | null }) {
	const { t } = useTranslation('run');
	const [open, setOpen] = useState<number | null>(null);
	if (run.edges.length === 0) return null;
	return (
		<Section title={t('flow.edges')}>
			<ul aria-label={t('flow.edges')} className="rounded-base border border-line">
				{run.edges.map((edge, place) => (
					<EdgeRow
						key={`${edge.from}/${edge.port}/${edge.to}`}
						run={run}
						edge={edge}
						live={progress?.flow?.edges[place]}
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
	isOpen,
	onToggle,
}: {
	readonly run: RunDetail;
	readonly edge: RunEdge;
	readonly live: { readonly records: number; readonly bytes: number } | undefined;
	readonly isOpen: boolean;
	onToggle(): void;
}) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	const { records, bytes } = live ?? edge;
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
				</span>
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
