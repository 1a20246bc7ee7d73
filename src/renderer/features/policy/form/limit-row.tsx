import { FilePlus, HardDriveDownload, type LucideIcon, MemoryStick, Timer } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { Badge } from '../../../components/status.tsx';
import { LimitField } from './limit-field.tsx';
import { type LimitKind, scales } from './limits.ts';
import { useSayLimit } from './use-say-limit.ts';

const icons: Readonly<Record<LimitKind, LucideIcon>> = {
	memory: MemoryStick,
	time: Timer,
	written: HardDriveDownload,
	files: FilePlus,
};

/** What else holds a limit down: the plugin's own manifest, and the ceiling for all plugins. Undefined: nothing. */
export interface OtherLimits {
	readonly own: number | undefined;
	readonly ceiling: number | undefined;
}

export function LimitRow({
	kind,
	requested,
	granted,
	draft,
	effective,
	others,
	onChange,
}: {
	readonly kind: LimitKind;
	readonly requested: SecurityPolicy | null;
	readonly granted: SecurityPolicy;
	readonly draft: SecurityPolicy;
	readonly effective: SecurityPolicy;
	readonly others: OtherLimits;
	onChange(value: number): void;
}) {
	const { t } = useTranslation('policy');
	const { field } = scales[kind];
	const say = useSayLimit(kind);
	const Icon = icons[kind];
	const value = draft[field];
	const label = t(`limit.${kind}`);
	const { own = value, ceiling = value } = others;
	const lower = Math.min(own, ceiling) < value ? (own <= ceiling ? 'own' : 'ceiling') : null;
	return (
		<tr className="border-b border-line align-top">
			<th scope="row" className="px-2 py-1.5 text-left font-normal">
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
			<Cell>{requested === null ? '–' : say(requested[field])}</Cell>
			<td className="px-2 py-1.5">
				<LimitField kind={kind} value={value} label={label} onChange={onChange} />
			</td>
			<Cell>{say(effective[field])}</Cell>
			<td />
		</tr>
	);
}

function Cell({ children }: { readonly children: string }) {
	return <td className="tabular px-2 py-1.5 leading-7 whitespace-nowrap">{children}</td>;
}
