import { useTranslation } from 'react-i18next';
import { reasonFor } from '../../../../shared/plugin/words/asked-for.ts';
import { policyLimits } from '../../../../shared/policy/policy-limits.ts';
import { Select } from '../../../components/controls/fields.tsx';
import { AuthorReason } from '../../../components/module/author-reason.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { LimitChoices } from './limits.ts';
import type { GrantDraftState } from './use-grant-draft.ts';

/** How much memory it may use and how long a call may take. */
export function Limits({ draft: { manifest, memory, time, draft, limit } }: { readonly draft: GrantDraftState }) {
	const { t, i18n } = useTranslation('install');
	const format = useFormat();
	return (
		<section aria-label={t('limits.title')} className="flex flex-col">
			<h3 className="font-semibold">{t('limits.title')}</h3>
			<ul className="mt-2 border-t border-line">
				<Limit
					label={t('limits.memory')}
					reason={reasonFor(manifest, policyLimits.memory.field, null, i18n.language)}
					choices={memory}
					value={draft.memory}
					say={format.bytes}
					onChange={(value) => limit({ memory: value })}
				/>
				<Limit
					label={t('limits.time')}
					reason={reasonFor(manifest, policyLimits.time.field, null, i18n.language)}
					choices={time}
					value={draft.time}
					say={format.duration}
					onChange={(value) => limit({ time: value })}
				/>
			</ul>
		</section>
	);
}

function Limit({
	label,
	reason,
	choices,
	value,
	say,
	onChange,
}: {
	readonly label: string;
	readonly reason: string | undefined;
	readonly choices: LimitChoices;
	readonly value: number;
	say(value: number): string;
	onChange(value: number): void;
}) {
	const { t } = useTranslation('install');
	return (
		<li className="flex items-center gap-3 border-b border-line py-1.5">
			<span className="min-w-0 flex-1">
				{label} <span className="text-muted">{t('limits.asked', { text: say(choices.asked) })}</span>
				{reason !== undefined && <AuthorReason words={reason} />}
			</span>
			<Select
				aria-label={label}
				className="w-36 shrink-0"
				value={String(value)}
				options={choices.options.map((option) => ({ value: String(option), label: say(option) }))}
				onChange={(next) => onChange(Number(next))}
			/>
		</li>
	);
}
