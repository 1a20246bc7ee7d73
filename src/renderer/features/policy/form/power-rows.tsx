import clsx from 'clsx';
import { FolderOpen, Globe, type LucideIcon, Plus, Variable } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PowerName, powers } from '../../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { Switch } from '../../../components/controls/toggles.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { rowsOf, withAtLeast, withEntry, withLevel } from '../entries.ts';
import type { Decided } from '../tester/policy-tester.tsx';
import { AddEntry } from './add-entry.tsx';
import { EntryRow } from './entry-row.tsx';
import { LevelText } from './level-text.tsx';
import { StackedLabel, stackedEnd, stackedHead, stackedRow, stackedWhole, useAlone, useSpan } from './stacked.tsx';
import type { Meaning, Policies } from './use-meanings.ts';

const icons: Readonly<Record<PowerName, LucideIcon>> = { files: FolderOpen, network: Globe, environment: Variable };

/** A manifest may list a thousand: more than this are shown when asked for; what changed always is. */
const SHOWN = 100;

/** One power: its switch, then a row for every entry, then a place to add one. */
export function PowerRows({
	power,
	policies,
	meaningOf,
	errors,
	decided,
	adding,
	onAdding,
	onEdit,
}: {
	readonly power: PowerName;
	readonly policies: Policies;
	meaningOf(entry: string): Meaning | undefined;
	/** By place in the draft: `allowed_hosts[2]`. */
	readonly errors: ReadonlyMap<string, string>;
	readonly decided: Decided | null;
	/** An entry is being typed. */
	readonly adding: boolean;
	onAdding(adding: boolean): void;
	onEdit(change: (policy: SecurityPolicy) => SecurityPolicy): void;
}) {
	const { t } = useTranslation('policy');
	const format = useFormat();
	const alone = useAlone();
	const span = useSpan();
	const { gate, list } = powers[power];
	const { requested, draft, effective } = policies;
	const on = draft[gate];
	const rows = rowsOf(power, policies);
	const [all, setAll] = useState(false);
	const shown = all ? rows : rows.filter((row, index) => index < SHOWN || row.change !== null);
	const verdict = decided === null ? null : decided.allowed ? 'allowed' : 'denied';
	const decides =
		decided !== null && (decided.place.field === gate || (decided.place.field === list && decided.place.index < 0));
	const addButton = useRef<HTMLButtonElement>(null);
	/** What had the focus goes away: it goes on where the next thing begins. */
	const leave = (): void => addButton.current?.focus();
	const Icon = icons[power];
	return (
		<tbody className="@max-xl:block">
			<tr
				className={clsx('h-9 border-b border-line', stackedRow, decides && 'bg-denied-soft')}
				data-decides={decides ? verdict : undefined}
			>
				<th scope="rowgroup" className={clsx('px-2 text-left font-medium', stackedHead)}>
					<span className="flex items-center gap-2">
						<Icon size={16} aria-hidden className="text-muted" />
						{t(`power.${power}.name`)}
					</span>
				</th>
				{!alone && (
					<td className="px-2">
						<StackedLabel column="asked" />
						<LevelText level={requested?.[gate] === true ? 'allowed' : 'none'} quiet />
					</td>
				)}
				<td className="px-2">
					<StackedLabel column="granted" />
					<Switch
						hideLabel
						label={t(`power.${power}.switch`)}
						checked={on}
						onChange={(checked) => onEdit((policy) => ({ ...policy, [gate]: checked }))}
					/>
				</td>
				{!alone && (
					<td className="px-2">
						<StackedLabel column="inForce" />
						{/* A switch without an entry gives nothing. */}
						<LevelText level={effective[gate] && effective[list].length > 0 ? 'allowed' : 'none'} />
					</td>
				)}
				<td className={clsx('pr-1 text-right', stackedEnd)}>
					<IconButton
						icon={Plus}
						className="size-6!"
						label={t(`add.label.${power}`)}
						ref={addButton}
						aria-expanded={adding}
						onClick={() => onAdding(!adding)}
					/>
				</td>
			</tr>
			{shown.map((row) => (
				<EntryRow
					key={row.key}
					power={power}
					row={row}
					on={on}
					meaning={meaningOf(row.entry)}
					error={errors.get(`${list}[${row.index}]`)}
					decides={
						decided?.place.field === list && decided.place.index === row.index && row.index >= 0 ? verdict : null
					}
					onLevel={(level) => onEdit((policy) => withLevel(policy, power, row.entry, level))}
					onRemove={() => {
						onEdit((policy) => withLevel(policy, power, row.entry, 'none'));
						leave();
					}}
					onReplace={(entry) => {
						onEdit((policy) => withEntry(policy, power, entry, row.entry));
						leave();
					}}
				/>
			))}
			{shown.length < rows.length && (
				<tr className={clsx('border-b border-line', stackedWhole)}>
					<td colSpan={span} className="py-1 pl-2 @lg:pl-8">
						<Button tone="quiet" onClick={() => setAll(true)}>
							{t('power.all', { text: format.count(rows.length) })}
						</Button>
					</td>
				</tr>
			)}
			{on !== draft[list].length > 0 && (
				<tr className={clsx('border-b border-line', stackedWhole)}>
					<td colSpan={span} className="py-1.5 pr-2 pl-2 text-small text-muted @lg:pl-8">
						{t(on ? 'power.nothingListed' : 'power.switchedOff')}
					</td>
				</tr>
			)}
			{adding && (
				<AddEntry
					power={power}
					onAdd={(entry) => onEdit((policy) => withAtLeast(policy, power, entry))}
					onClose={() => {
						onAdding(false);
						leave();
					}}
				/>
			)}
		</tbody>
	);
}
