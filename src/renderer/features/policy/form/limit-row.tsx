import clsx from 'clsx';
import { FilePlus, HardDriveDownload, type LucideIcon, MemoryStick, Timer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LimitName } from '../../../../shared/policy/policy-limits.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { Badge } from '../../../components/status.tsx';
import { LimitField } from './limit-field.tsx';
import { type OtherLimits, scales, useSayLimit } from './limits.ts';
import { type StackedColumn, StackedLabel, stackedHead, stackedRow, useAlone } from './stacked.tsx';

const icons: Readonly<Record<LimitName, LucideIcon>> = {
	memory: MemoryStick,
	time: Timer,
	written: HardDriveDownload,
	files: FilePlus,
};

export function LimitRow({
	kind,
	requested,
	granted,
	draft,
	effective,
	others,
	onChange,
}: {
	readonly kind: LimitName;
	readonly requested: SecurityPolicy | null;
	readonly granted: SecurityPolicy;
	readonly draft: SecurityPolicy;
	readonly effective: SecurityPolicy;
	readonly others: OtherLimits;
	onChange(value: number): void;
}) {
	const { t } = useTranslation('policy');
	const alone = useAlone();
	const { field } = scales[kind];
	const say = useSayLimit(kind);
	const Icon = icons[kind];
	const value = draft[field];
	const label = t(`limit.${kind}`);
	const { own = value, ceiling = value } = others;
	const lower = Math.min(own, ceiling) < value ? (own <= ceiling ? 'own' : 'ceiling') : null;
	return (
		<tr className={clsx('border-b border-line align-top', stackedRow)}>
			<th scope="row" className={clsx('px-2 py-1.5 text-left font-normal', stackedHead)}>
				<span className="flex min-h-7 flex-wrap items-center gap-x-2 font-medium">
					<Icon size={16} aria-hidden className="text-muted" />
					{label}
					{value !== granted[field] && (
						<Badge tone={value > granted[field] ? 'attention' : 'running'}>{t('change.changed')}</Badge>
					)}
				</span>
				{lower !== null && (
					<span className="block text-small text-muted">
						{t(`limit.counts.${lower}`, { text: say(Math.min(own, ceiling)) })}
					</span>
				)}
			</th>
			{!alone && <Cell column="asked">{requested === null ? '–' : say(requested[field])}</Cell>}
			<td className="px-2 py-1.5">
				<StackedLabel column="granted" />
				<LimitField kind={kind} value={value} label={label} onChange={onChange} />
			</td>
			{!alone && <Cell column="inForce">{say(effective[field])}</Cell>}
			<td className="@max-xl:hidden" />
		</tr>
	);
}

function Cell({ column, children }: { readonly column: StackedColumn; readonly children: string }) {
	return (
		<td className="tabular px-2 py-1.5 leading-7 whitespace-nowrap">
			<StackedLabel column={column} />
			{children}
		</td>
	);
}
