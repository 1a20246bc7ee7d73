import { useTranslation } from 'react-i18next';
import type { AskedEntry, UsedAnswer } from '../../../../shared/api/policy-routes.ts';
import { powerOfList } from '../../../../shared/policy/powers.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { DataTable } from '../../../components/data/data-table.tsx';
import { ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { Section } from '../../../components/page.tsx';
import { Badge } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** What the manifest asks for, what of it is granted, and what its runs used of it. */
export function Asked({ name }: { readonly name: string }) {
	const { t } = useTranslation('develop');
	const { data, error, refetch } = useRoute('policy.used', { name });
	return (
		<Section
			title={t('used')}
			actions={
				<Link className="underline" to={links.plugin(name, 'policy')}>
					{t('toPolicy')}
				</Link>
			}
		>
			{data !== undefined ? (
				<Uses answer={data} />
			) : error === null ? (
				<LoadingRows rows={2} />
			) : (
				<ErrorNote error={error} onRetry={() => void refetch()} />
			)}
		</Section>
	);
}

const cell = 'border-b border-line px-2 py-1 align-top';

function Uses({ answer }: { readonly answer: UsedAnswer }) {
	const { t } = useTranslation('develop');
	const { t: policy } = useTranslation('policy');
	const format = useFormat();
	const { runs, asked, unasked } = answer;
	return (
		<>
			<p className="text-muted">
				{runs === 0 ? t('usedNone') : t('usedText', { count: runs, text: format.count(runs) })}
			</p>
			{asked.length === 0 ? (
				<p>{t('asksNothing')}</p>
			) : (
				<DataTable isLined label={t('used')} heads={[{ text: t('asked') }, { text: t('granted') }, { text: t('use') }]}>
					{asked.map((entry) => (
						<AskedRow key={`${entry.list} ${entry.entry}`} asked={entry} />
					))}
				</DataTable>
			)}
			{unasked.length > 0 && (
				<section aria-label={t('unasked')} className="flex flex-col gap-1">
					<h3 className="font-medium">{t('unasked')}</h3>
					<ul className="flex flex-col gap-1">
						{unasked.map(({ op, kind, target, count, lastAt }) => (
							<li key={`${op} ${target}`} className="flex flex-wrap items-baseline gap-x-2">
								<span>{policy(`op.${kind}`)}</span>
								<PluginText max={300} className="min-w-0 font-mono text-small">
									{target}
								</PluginText>
								<span className="text-small text-muted">
									{t('calls', { count, text: format.count(count), when: format.relative(lastAt) })}
								</span>
							</li>
						))}
					</ul>
				</section>
			)}
		</>
	);
}

function AskedRow({ asked }: { readonly asked: AskedEntry }) {
	const { t } = useTranslation('develop');
	const { t: plugin } = useTranslation('plugin');
	const format = useFormat();
	const { list, entry, optional, granted, calls, denied, lastAt } = asked;
	return (
		<tr>
			<td className={cell}>
				<span className="flex flex-wrap items-baseline gap-x-2">
					<span className="text-muted">{plugin(`imports.power.${powerOfList(list)}`)}</span>
					<PluginText max={300} className="font-mono text-small">
						{entry}
					</PluginText>
					{optional && <Badge>{t('optional')}</Badge>}
				</span>
			</td>
			<td className={cell}>
				<Badge tone={granted ? 'ok' : 'denied'}>{t(granted ? 'yes' : 'no')}</Badge>
			</td>
			<td className={cell}>
				{lastAt === null ? (
					<span className="text-muted">{t('never')}</span>
				) : (
					<span className="flex flex-wrap items-baseline gap-x-2">
						{t('calls', { count: calls, text: format.count(calls), when: format.relative(lastAt) })}
						{denied > 0 && <Badge tone="denied">{t('denied', { text: format.count(denied) })}</Badge>}
					</span>
				)}
			</td>
		</tr>
	);
}
