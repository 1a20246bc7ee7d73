import { TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { powerOfList } from '../../../../shared/policy/powers.ts';
import { Select, TextInput } from '../../../components/controls/fields.tsx';
import { AskSentence, RiskBadge } from '../../../components/module/ask-line.tsx';
import { AuthorReason } from '../../../components/module/author-reason.tsx';
import { isBeyondAsked } from './beyond-asked.ts';
import { type Choice, choicesOf, type GrantRow } from './grant-rows.ts';

/** One thing that a plugin asks for: what it would allow, how risky that is, and what a person gives. */
export function DecisionRow({
	row,
	decision,
	problem,
	asked,
	reason,
	isOptional,
	isUnused,
	onChoose,
}: {
	readonly row: GrantRow;
	readonly decision: { readonly choice: Choice; readonly other: string } | undefined;
	/** What is wrong with what was typed. */
	readonly problem: string | undefined;
	/** All that the manifest asks for of this kind. */
	readonly asked: readonly string[];
	/** Why it asks, as its author says. */
	readonly reason: string | undefined;
	/** It works without, as its author says. */
	readonly isOptional: boolean;
	/** Its code has no way to use what is asked for here. */
	readonly isUnused: boolean;
	onChoose(choice: Choice, other: string): void;
}) {
	const { t } = useTranslation('install');
	const id = useId();
	const choice = decision?.choice ?? row.suggested;
	const other = decision?.other ?? row.ask?.entry ?? '';
	const isBeyond = choice === 'other' && isBeyondAsked(row.list, other, asked);
	const risk = isBeyond ? 'high' : (row.ask?.risk ?? 'medium');
	const isInForce = row.group === 'kept' || row.group === 'dropped';
	return (
		<li className="flex flex-col gap-1.5 border-b border-line py-1.5">
			<div className="flex items-center gap-3 slim:flex-wrap">
				<span className="w-20 shrink-0">
					<RiskBadge risk={risk} />
				</span>
				<span className="min-w-0 flex-1 slim:basis-60">
					<bdi id={id} className="wrap-anywhere">
						{row.ask === null ? t(`openEnded.${row.list}`) : <AskSentence ask={row.ask} />}
					</bdi>
					{isOptional && <span className="block text-small text-muted">{t('optional')}</span>}
					{reason !== undefined && <AuthorReason words={reason} />}
					{isUnused && (
						<span className="block text-small text-attention">{t(`code.asks_unused.${powerOfList(row.list)}`)}</span>
					)}
				</span>
				<Select
					aria-labelledby={id}
					className="w-36 shrink-0"
					value={choice}
					options={choicesOf(row).map((value) => ({
						value,
						label:
							value === 'other'
								? t(`choice.other.${row.list}`)
								: value === 'readOnly'
									? t('choice.readOnly')
									: t(`choice.${value}.${isInForce ? 'inForce' : 'asked'}`),
					}))}
					onChange={(next) => onChoose(next, other)}
				/>
			</div>
			{choice === 'other' && (
				<div className="ml-23 flex flex-col gap-1 slim:ml-0">
					<TextInput
						mono
						autoFocus
						aria-label={t(`choice.other.${row.list}`)}
						aria-invalid={problem !== undefined}
						aria-describedby={`${id}-hint`}
						value={other}
						onChange={(event) => onChoose('other', event.target.value)}
					/>
					<p id={`${id}-hint`} className={problem === undefined ? 'text-small text-muted' : 'text-small text-failed'}>
						{problem ?? t(`otherHint.${row.list}`)}
					</p>
					{isBeyond && (
						<p role="status" className="flex items-center gap-1 text-small text-failed">
							<TriangleAlert size={12} aria-hidden className="shrink-0" />
							{t('beyond')}
						</p>
					)}
				</div>
			)}
		</li>
	);
}
