import { useTranslation } from 'react-i18next';
import type { ApplyPreviewLine } from '../../../../shared/api/template-routes.ts';
import type { Ask } from '../../../../shared/policy/ask.ts';
import { type LimitName, limitNames, policyLimits } from '../../../../shared/policy/policy-limits.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { ErrorNote } from '../../../components/notes.tsx';
import { Badge } from '../../../components/status.tsx';
import { useAskText } from '../../../lib/text/use-ask-text.ts';
import { useSayLimit } from '../form/limits.ts';
import { differenceOf } from '../history/difference.ts';
import { DifferenceList } from '../history/difference-list.tsx';

/** What applying a template would change of one plugin. */
export function ApplyLine({ line, policy }: { readonly line: ApplyPreviewLine; readonly policy: SecurityPolicy }) {
	const { t } = useTranslation('templates');
	const { t: ofPolicy } = useTranslation('policy');
	const say = useAskText();
	const { plugin, state, grantVersion, before, effective, changes, beyond, same, problem } = line;
	const narrowed = limitNames.filter((name) => effective[policyLimits[name].field] < policy[policyLimits[name].field]);
	const keyOf = (ask: Ask): string => `${ask.subject.kind} ${ask.entry}`;
	const added = new Set(changes.added.map(keyOf));
	// Where all that is new is more than it asks for, and nothing else is, the mark says so already.
	const isAll = added.size === beyond.length && beyond.every((ask) => added.has(keyOf(ask)));
	return (
		<li className="flex flex-col gap-1.5 rounded-base border border-line px-3 py-2">
			<h3 className="flex flex-wrap items-center gap-2 font-semibold wrap-anywhere">
				{plugin}
				{beyond.length > 0 && <Badge tone="attention">{t('applying.beyond')}</Badge>}
				<span className="ml-auto text-small font-normal text-muted">
					{same
						? t('applying.same')
						: state === 'waiting_for_review'
							? t('applying.waiting')
							: grantVersion === 0
								? t('applying.undecided')
								: ofPolicy('history.version', { version: String(grantVersion) })}
				</span>
			</h3>
			{problem !== null && (
				<>
					<p className="text-failed">{t('applying.cannot')}</p>
					<ErrorNote error={problem} />
				</>
			)}
			{!same && <DifferenceList difference={differenceOf(changes, before, policy)} />}
			{beyond.length > 0 && !isAll && (
				<div>
					<h4 className="text-small font-medium">{t('applying.beyond')}</h4>
					<ul className="ml-5">
						{beyond.map((ask) => (
							<li key={keyOf(ask)} className="wrap-anywhere">
								{say(ask)}
							</li>
						))}
					</ul>
				</div>
			)}
			{narrowed.length > 0 && (
				<div className="text-small text-muted">
					<p>{t('applying.narrowed')}</p>
					<ul className="ml-5">
						{narrowed.map((name) => (
							<Narrowed key={name} name={name} value={effective[policyLimits[name].field]} />
						))}
					</ul>
				</div>
			)}
		</li>
	);
}

function Narrowed({ name, value }: { readonly name: LimitName; readonly value: number }) {
	const { t: policy } = useTranslation('policy');
	const { t: common } = useTranslation();
	const say = useSayLimit(name);
	return (
		<li className="tabular">
			{policy(`limit.${name}`)}
			{common('colon')}
			{say(value)}
		</li>
	);
}
