import clsx from 'clsx';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { Section } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type TimeShare, timeSharesOf } from './time-shares.ts';

/** In the order in which they are drawn, each with its colour; hatched where colour alone would have to tell. */
const parts = [
	['waitedForInput', 'bg-line'],
	['worked', 'bg-chart-1'],
	['waitedForTakers', 'bg-chart-3'],
] as const;

/** How every component's time went by, and which of them the others waited for. */
export function TimeSection({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	if (run.status === 'running') return null;
	const { totalMs, components, slowest } = timeSharesOf(run);
	if (components.length === 0) return null;
	return (
		<Section title={t('flow.time.title')}>
			<p>
				{slowest === null
					? t('flow.time.noSlowest')
					: t('flow.time.slowest', { name: plainText(slowest.name), share: format.percent(slowest.busy) })}
			</p>
			<figure aria-label={t('flow.time.title')} className="mt-2 flex flex-col gap-1">
				<div className="grid grid-cols-[minmax(0,140px)_minmax(0,1fr)_auto] gap-x-3 gap-y-1">
					{components.map((one) => (
						<Fragment key={one.position}>
							<span className={clsx('truncate leading-6', one === slowest && 'font-medium')}>
								<PluginText title={one.name}>{one.name}</PluginText>
							</span>
							<ShareBar one={one} totalMs={totalMs} />
							<span className="tabular text-right leading-6 text-muted">
								{t('flow.time.workedFor', { time: format.duration(one.workedMs) })}
							</span>
						</Fragment>
					))}
				</div>
				<ul className="flex flex-wrap gap-x-4 text-small text-muted">
					{parts.map(([part, colour]) => (
						<li key={part} className="flex items-center gap-1.5">
							<span aria-hidden className={clsx('size-2.5 rounded-[2px] border border-edge', colour)} />
							{t(`flow.time.${part}`)}
						</li>
					))}
				</ul>
			</figure>
		</Section>
	);
}

/** Where it stands is when it had records; its parts are shares of that time, not moments. */
function ShareBar({ one, totalMs }: { readonly one: TimeShare; readonly totalMs: number }) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	const words = parts.map(([part]) => `${t(`flow.time.${part}`)} ${format.percent(one[part])}`).join(common('comma'));
	return (
		<div
			role="img"
			aria-label={`${one.name}${common('colon')}${words}`}
			title={words}
			className="relative h-6 rounded-small bg-sunken"
		>
			<span
				className="absolute inset-y-1 flex min-w-1 overflow-hidden rounded-[2px] border border-edge"
				style={{ left: `${(one.from / totalMs) * 100}%`, width: `${((one.to - one.from) / totalMs) * 100}%` }}
			>
				{parts.map(([part, colour]) => (
					<span key={part} className={colour} style={{ width: `${one[part] * 100}%` }} />
				))}
			</span>
		</div>
	);
}
