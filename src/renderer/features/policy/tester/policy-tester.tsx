import { CircleCheck, ShieldX } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PolicyKind, policyKinds } from '../../../../shared/policy/powers.ts';
import type { PolicyDecision, SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { readWrittenKind } from '../../../../shared/policy/written-kind.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Select, TextInput } from '../../../components/controls/fields.tsx';
import { Section } from '../../../components/page.tsx';
import { Status } from '../../../components/status.tsx';
import { FailureSentences } from '../../../components/text/failure-sentences.tsx';
import { RefusalText } from '../../../components/text/refusal-text.tsx';
import { RuleText } from '../../../components/text/rule-text.tsx';
import { useSettled } from '../../../lib/hooks/use-settled.ts';
import { kindOf, placeOf, type RulePlace, testerExamples, testerRequest } from './tester-request.ts';

/** What decided the tester's question, for the form to point at. */
export interface Decided {
	readonly allowed: boolean;
	readonly place: RulePlace;
}

/** A person stops typing for this long before the engine is asked, ms. */
const PAUSE_MS = 120;

/** Asks the draft what it would say, touching nothing. */
export function PolicyTester({
	name,
	policy,
	onDecided,
}: {
	readonly name: string;
	readonly policy: SecurityPolicy;
	onDecided(decided: Decided | null): void;
}) {
	const { t } = useTranslation('policy');
	const id = useId();
	const [text, setText] = useState('');
	const [chosen, setChosen] = useState<PolicyKind>('read');
	const kind = kindOf(text) ?? chosen;
	const request = useSettled(testerRequest(kind, text), PAUSE_MS);
	const { data, error } = useRoute(
		'policy.preview',
		{ name, policy, request },
		{ enabled: request !== '', keepPrevious: true },
	);
	const decision = request === '' || error !== null ? null : (data?.decision ?? null);
	// The bar that saves takes room from below: what was asked for here stays in view.
	const answer = useRef<HTMLDivElement>(null);
	useEffect(() => {
		if (decision !== null) answer.current?.scrollIntoView({ block: 'nearest' });
	}, [decision]);
	useEffect(() => {
		onDecided(decision === null ? null : { allowed: decision.allowed, place: placeOf(decision) });
	}, [decision, onDecided]);
	return (
		<Section title={t('tester.title')}>
			<div className="flex flex-wrap gap-2">
				<Select
					aria-label={t('tester.kind')}
					value={kind}
					options={policyKinds.map((value) => ({ value, label: t(`tester.kinds.${value}`) }))}
					onChange={(next) => {
						setChosen(next);
						setText((now) => readWrittenKind(now).rest);
					}}
				/>
				<TextInput
					mono
					className="w-auto! flex-1 basis-48"
					aria-label={t('tester.what')}
					aria-describedby={`${id}-answer`}
					placeholder={testerExamples[kind]}
					value={text}
					onChange={(event) => setText(event.target.value)}
				/>
			</div>
			<div ref={answer} id={`${id}-answer`} aria-live="polite" className="min-h-6 scroll-mb-4">
				{error !== null && request !== '' ? (
					<FailureSentences error={error} withOriginal={false} />
				) : decision !== null ? (
					<Answer decision={decision} />
				) : (
					<p className="text-muted">{t('tester.hint')}</p>
				)}
			</div>
		</Section>
	);
}

function Answer({ decision }: { readonly decision: PolicyDecision }) {
	const { t } = useTranslation('policy');
	const { t: common } = useTranslation();
	return (
		<p className="flex flex-wrap items-center gap-x-2">
			<Status
				tone={decision.allowed ? 'ok' : 'denied'}
				icon={decision.allowed ? CircleCheck : ShieldX}
				className="font-medium"
			>
				{common(decision.allowed ? 'allowed' : 'denied')}
			</Status>
			<span>{decision.allowed ? t('tester.by') : <RefusalText kind={decision.kind} reason={decision.reason} />}</span>
			<span className="rounded-small bg-sunken px-1 text-small">
				<RuleText rule={decision.rule} />
			</span>
		</p>
	);
}
