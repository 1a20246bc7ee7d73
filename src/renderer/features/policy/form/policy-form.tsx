import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewAnswer } from '../../../../shared/api/policy-routes.ts';
import { type LimitName, limitNames } from '../../../../shared/policy/policy-limits.ts';
import { type PowerName, powerNames } from '../../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import type { Decided } from '../tester/policy-tester.tsx';
import { LimitRow } from './limit-row.tsx';
import { type OtherLimits, scales } from './limits.ts';
import { PowerRows } from './power-rows.tsx';
import { useAlone } from './stacked.tsx';
import { type Policies, useMeanings } from './use-meanings.ts';

/** What is asked for, what is granted and can be changed, and what is in force, beside each other. */
export function PolicyForm({
	policies,
	problems,
	others,
	decided,
	adding,
	onAdding,
	onEdit,
}: {
	readonly policies: Policies;
	readonly problems: PreviewAnswer['problems'];
	readonly others: Readonly<Record<LimitName, OtherLimits>>;
	readonly decided: Decided | null;
	/** Where an entry is being added. */
	readonly adding: PowerName | null;
	onAdding(power: PowerName | null): void;
	onEdit(change: (policy: SecurityPolicy) => SecurityPolicy): void;
}) {
	const { t } = useTranslation('policy');
	const alone = useAlone();
	const meaningOf = useMeanings(policies);
	const columns = alone ? (['granted'] as const) : (['asked', 'granted', 'inForce'] as const);
	const errors = useMemo(() => new Map(problems.map(({ path, message }) => [path, plainText(message)])), [problems]);
	return (
		<div className="@container">
			<table className="w-full table-fixed border-t border-line text-body @max-xl:block">
				<caption className="sr-only">{t(alone ? 'form.captionAlone' : 'form.caption')}</caption>
				<colgroup className="@max-xl:hidden">
					<col />
					{!alone && <col className="w-16 @xl:w-24" />}
					<col className="w-34 @xl:w-42" />
					{!alone && <col className="w-16 @xl:w-24" />}
					<col className="w-15" />
				</colgroup>
				<thead className="@max-xl:sr-only">
					<tr className="h-8 border-b border-line text-left text-label text-muted">
						<td />
						{columns.map((column) => (
							<th key={column} scope="col" className="px-2 font-medium">
								{t(alone ? 'form.allows' : `form.${column}`)}
							</th>
						))}
						<td />
					</tr>
				</thead>
				{powerNames.map((power) => (
					<PowerRows
						key={power}
						power={power}
						policies={policies}
						meaningOf={meaningOf}
						errors={errors}
						decided={decided}
						adding={adding === power}
						onAdding={(on) => onAdding(on ? power : null)}
						onEdit={onEdit}
					/>
				))}
				<tbody className="@max-xl:block">
					{limitNames.map((kind) => (
						<LimitRow
							key={kind}
							kind={kind}
							{...policies}
							others={others[kind]}
							onChange={(value) => onEdit((policy) => ({ ...policy, [scales[kind].field]: value }))}
						/>
					))}
				</tbody>
			</table>
		</div>
	);
}
