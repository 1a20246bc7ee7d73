import { ArrowDownToLine, ArrowUpFromLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../components/status.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useAskText } from '../../../lib/text/use-ask-text.ts';
import { useSayLimit } from '../form/limits.ts';
import { type Change, type Difference, isEmpty } from './difference.ts';

/** What a change widens and narrows, in sentences. */
export function DifferenceList({ difference }: { readonly difference: Difference }) {
	const { t } = useTranslation('policy');
	if (isEmpty(difference)) return <p className="text-muted">{t('difference.none')}</p>;
	return (
		<div className="flex flex-col gap-2">
			{(['widened', 'narrowed'] as const).map((side) => {
				const changes = difference[side];
				if (changes.length === 0) return null;
				const Icon = side === 'widened' ? ArrowUpFromLine : ArrowDownToLine;
				return (
					<div key={side}>
						<h3 className="flex items-center gap-1.5 text-small font-medium">
							<Icon size={14} aria-hidden className={side === 'widened' ? 'text-attention' : 'text-ok'} />
							{t(`difference.${side}`)}
						</h3>
						<ul className="ml-5 flex flex-col">
							{changes.map((change) => (
								<ChangeLine
									key={change.kind === 'entry' ? change.ask.entry : change.kind}
									change={change}
									side={side}
								/>
							))}
						</ul>
					</div>
				);
			})}
		</div>
	);
}

function LimitLine({ kind, from, to }: Exclude<Change, { readonly kind: 'entry' }>) {
	const { t } = useTranslation('policy');
	const say = useSayLimit(kind);
	return <li>{t(`difference.${kind}`, { from: say(from), to: say(to) })}</li>;
}

function ChangeLine({ change, side }: { readonly change: Change; readonly side: 'widened' | 'narrowed' }) {
	const { t } = useTranslation('policy');
	const say = useAskText();
	if (change.kind !== 'entry') return <LimitLine {...change} />;
	const { ask, stillReads } = change;
	const path = ask.subject.kind === 'path' ? plainText(ask.subject.path) : '';
	return (
		<li className="wrap-anywhere">
			{stillReads ? t('difference.stillReads', { path }) : say(ask)}{' '}
			{side === 'widened' && ask.risk === 'high' && <Badge tone="attention">{t('difference.risk')}</Badge>}
		</li>
	);
}
