import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RefusedAnswer } from '../../../../shared/api/policy-routes.ts';
import { kindDecided } from '../../../../shared/host/operations.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { Section } from '../../../components/page.tsx';
import { Badge } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { effectOf, keyOf } from '../entries.ts';
import { powerOfOp } from './suggestion.ts';

/** What the plugin asked for and was refused in the runs that are kept; one press drafts the narrowest rule for it. */
export function RefusedLately({
	name,
	draft,
	onAllow,
}: {
	readonly name: string;
	readonly draft: SecurityPolicy;
	onAllow(refused: RefusedAnswer): void;
}) {
	const { t } = useTranslation('policy');
	const { data, error, isPending, refetch } = useRoute('policy.refused', { name });
	return (
		<Section title={t('refused.title')}>
			{error !== null && data === undefined ? (
				<ErrorNote error={error} onRetry={() => void refetch()} />
			) : isPending ? (
				<LoadingRows rows={2} />
			) : data.length === 0 ? (
				<p className="text-muted">{t('refused.none')}</p>
			) : (
				<ul className="max-h-80 overflow-y-auto rounded-base border border-line">
					{data.map((refused) => (
						<Refused
							key={`${refused.op} ${refused.target}`}
							refused={refused}
							drafted={isDrafted(refused, draft)}
							onAllow={() => onAllow(refused)}
						/>
					))}
				</ul>
			)}
		</Section>
	);
}

function isDrafted({ op, entry }: RefusedAnswer, draft: SecurityPolicy): boolean {
	const power = powerOfOp(op);
	if (entry === null || power === null) return false;
	const level = effectOf(draft, power, keyOf(power, entry));
	return level === 'write' || level === 'allowed' || (level === 'read' && entry.endsWith(':ro'));
}

function Refused({
	refused,
	drafted,
	onAllow,
}: {
	readonly refused: RefusedAnswer;
	readonly drafted: boolean;
	onAllow(): void;
}) {
	const { t } = useTranslation('policy');
	const format = useFormat();
	const kind = kindDecided(refused.op);
	const { op, target, count, lastAt, lastRun, entry, allowedNow } = refused;
	return (
		<li className="flex items-center gap-3 border-b border-line px-3 py-1.5 last:border-b-0">
			<span className="tabular w-12 shrink-0 text-right text-muted">
				{t('refused.times', { text: format.compact(count) })}
			</span>
			<span className="min-w-0 flex-1">
				<span className="block">
					{kind === null ? op : t(`op.${kind}`)}{' '}
					<PluginText max={300} className="font-mono text-small">
						{target}
					</PluginText>
				</span>
				<span className="block text-small text-muted">
					{format.relative(lastAt)} ·{' '}
					<Link className="underline" to={links.run(lastRun)}>
						{t('refused.run')}
					</Link>
				</span>
			</span>
			{allowedNow ? (
				<Badge tone="ok">{t('refused.allowedNow')}</Badge>
			) : drafted ? (
				<Badge tone="attention">{t('refused.drafted')}</Badge>
			) : entry === null ? (
				<span className="text-small text-muted">{t('refused.noEntry')}</span>
			) : (
				<Button icon={ShieldCheck} title={entry} onClick={onAllow}>
					{t('refused.allow')}
				</Button>
			)}
		</li>
	);
}
