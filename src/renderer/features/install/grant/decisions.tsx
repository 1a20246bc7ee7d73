import { useTranslation } from 'react-i18next';
import { isOptional, reasonFor } from '../../../../shared/plugin/words/asked-for.ts';
import type { PowerMismatch } from '../../../../shared/policy/ask.ts';
import { powerOfList } from '../../../../shared/policy/powers.ts';
import type { OfferKind } from '../offer.ts';
import { DecisionRow } from './decision-row.tsx';
import type { GrantGroup } from './grant-rows.ts';
import type { GrantDraftState } from './use-grant-draft.ts';

const groups = ['asked', 'added', 'denied', 'kept', 'dropped'] as const satisfies readonly GrantGroup[];

/** What it asks for, riskiest first; on an update in groups: what is new, what was denied, what it has, what is over. */
export function Decisions({
	draft,
	kind,
	mismatches,
}: {
	readonly draft: GrantDraftState;
	readonly kind: OfferKind;
	readonly mismatches: readonly PowerMismatch[];
}) {
	const { t, i18n } = useTranslation('install');
	const isUpdate =
		draft.rows.some(({ group }) => group !== 'asked') || kind === 'update' || kind === 'downgrade' || kind === 'other';
	const shown = groups.filter(
		(group) => draft.rows.some((row) => row.group === group) || group === (isUpdate ? 'added' : 'asked'),
	);
	return shown.map((group) => {
		const rows = draft.rows.filter((row) => row.group === group);
		return (
			<section key={group} aria-label={t(`group.${group}.title`)} className="flex flex-col">
				<h3 className="font-semibold">{t(`group.${group}.title`)}</h3>
				<p className="text-small text-muted">{t(`group.${group}.${rows.length === 0 ? 'none' : 'text'}`)}</p>
				{rows.length > 0 && (
					<ul className="mt-2 border-t border-line">
						{rows.map((row) => (
							<DecisionRow
								key={row.id}
								row={row}
								decision={draft.draft.choices[row.id]}
								asked={draft.asked[row.list]}
								problem={draft.problems.get(row.id)}
								reason={reasonFor(draft.manifest, row.list, row.ask?.entry ?? null, i18n.language)}
								isOptional={isOptional(draft.manifest, row.list, row.ask?.entry ?? null)}
								isUnused={mismatches.some(
									({ code, power }) => code === 'asks_unused' && power === powerOfList(row.list),
								)}
								onChoose={(choice, other) => draft.choose(row.id, choice, other)}
							/>
						))}
					</ul>
				)}
			</section>
		);
	});
}
