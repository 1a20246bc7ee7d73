import { useTranslation } from 'react-i18next';
import { useRoute } from '../../client/engine.tsx';
import { Link } from '../../components/controls/link.tsx';
import { Section } from '../../components/page.tsx';
import { RunStatusLabel } from '../../components/status.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { links } from '../../lib/nav/links.ts';
import { useFormat } from '../../lib/text/use-format.ts';

const SHOWN = 8;

/** Streams and chains of late, so that what was started earlier is found again. */
export function OtherRuns({ except }: { readonly except: string | null }) {
	const { t } = useTranslation('runFile');
	const format = useFormat();
	const streams = useRoute('runs.list', { kind: 'stream', limit: SHOWN });
	const chains = useRoute('runs.list', { kind: 'chain', limit: SHOWN });
	const runs = [...(streams.data?.runs ?? []), ...(chains.data?.runs ?? [])]
		.filter(({ id }) => id !== except)
		.toSorted((one, other) => other.startedAt - one.startedAt)
		.slice(0, SHOWN);
	if (runs.length === 0) return null;
	return (
		<Section title={t('recent.title')}>
			<ul className="overflow-hidden rounded-base border border-line">
				{runs.map((run) => (
					<li key={run.id} className="flex h-8 items-center gap-3 border-line px-3 not-first:border-t hover:bg-hover">
						<Link to={links.run(run.id)} className="min-w-0 flex-1 truncate">
							<PluginText>{run.label}</PluginText>
						</Link>
						<span className="w-24 shrink-0">
							<RunStatusLabel status={run.status} />
						</span>
						<span className="tabular w-18 shrink-0 text-right text-muted">
							{run.durationMs === null ? '' : format.duration(run.durationMs)}
						</span>
						<span
							className="w-22 shrink-0 truncate text-right text-small text-muted"
							title={format.fullTime(run.startedAt)}
						>
							{format.relative(run.startedAt)}
						</span>
						<Link to={links.runAgain(run.id)} aria-label={t('recent.fillNamed', { name: run.label })}>
							{t('recent.fill')}
						</Link>
					</li>
				))}
			</ul>
		</Section>
	);
}
