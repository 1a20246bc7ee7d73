import clsx from 'clsx';
import { Pencil, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PowerName } from '../../../../shared/policy/powers.ts';
import { IconButton } from '../../../components/controls/button.tsx';
import { Select, TextInput } from '../../../components/controls/fields.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { Badge } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { type EntryRow as Entry, type Level, pathOf } from '../entries.ts';
import { LevelText } from './level-text.tsx';
import { StackedLabel, stackedEnd, stackedHead, stackedRow, stackedWhole, useAlone, useSpan } from './stacked.tsx';
import type { Meaning } from './use-meanings.ts';

interface EntryRowProps {
	readonly power: PowerName;
	readonly row: Entry;
	/** The power's switch, in the draft. */
	readonly on: boolean;
	/** What is not plain from the entry itself. */
	readonly meaning: Meaning | undefined;
	readonly error: string | undefined;
	/** It decided what the tester was asked. */
	readonly decides: 'allowed' | 'denied' | null;
	onLevel(level: Level): void;
	onRemove(): void;
	onReplace(entry: string): void;
}

/** One thing that is asked for, granted or drafted, and what may be done about it. */
export function EntryRow({ power, row, on, meaning, error, decides, onLevel, onRemove, onReplace }: EntryRowProps) {
	const { t } = useTranslation('policy');
	const { t: common } = useTranslation();
	const noteId = useId();
	const alone = useAlone();
	const span = useSpan();
	const [editing, setEditing] = useState<string | null>(null);
	const shown = power === 'files' ? pathOf(row.entry) : row.entry;
	const named = plainText(shown);
	const finish = (): void => {
		if (editing !== null && editing.trim() !== '' && editing !== row.entry) onReplace(editing.trim());
		setEditing(null);
	};
	const ground = clsx(decides === 'allowed' && 'bg-ok-soft', decides === 'denied' && 'bg-denied-soft');
	const note = error ?? meaning?.text;
	return (
		<>
			<tr
				data-decides={decides ?? undefined}
				className={clsx('align-top', stackedRow, note === undefined && 'border-b border-line', ground)}
			>
				<th scope="row" className={clsx('py-1 pr-2 pl-2 text-left font-normal @xl:pl-8', stackedHead)}>
					{editing === null ? (
						<span className="flex min-h-7 flex-wrap items-center gap-x-2">
							<PluginText
								max={500}
								className={clsx(
									'font-mono text-small',
									row.change === 'removed' && 'line-through',
									(!on || row.granted === 'none') && 'text-muted',
								)}
							>
								{shown}
							</PluginText>
							{row.change !== null && (
								<Badge tone={row.change === 'removed' ? 'running' : 'attention'}>{t(`change.${row.change}`)}</Badge>
							)}
						</span>
					) : (
						<TextInput
							mono
							autoFocus
							aria-label={t('entry.edit', { entry: named })}
							value={editing}
							onChange={(event) => setEditing(event.target.value)}
							onBlur={finish}
							onKeyDown={(event) => {
								if (event.key === 'Enter') finish();
								if (event.key === 'Escape') {
									event.stopPropagation();
									setEditing(null);
								}
							}}
						/>
					)}
				</th>
				{!alone && (
					<td className="px-2 py-1">
						<StackedLabel column="asked" />
						<LevelText level={row.asked} quiet />
					</td>
				)}
				<td className="px-2 py-1">
					<StackedLabel column="granted" />
					{power === 'files' ? (
						<Select
							aria-label={t('entry.granted', { entry: named })}
							aria-invalid={error !== undefined}
							aria-describedby={note === undefined ? undefined : noteId}
							className="w-full"
							value={row.granted === 'allowed' ? 'write' : row.granted}
							options={(['none', 'read', 'write'] as const).map((value) => ({ value, label: t(`level.${value}`) }))}
							onChange={onLevel}
						/>
					) : (
						<span className="inline-flex h-7 items-center">
							<Checkbox
								hideLabel
								label={t('entry.granted', { entry: named })}
								checked={row.granted !== 'none'}
								onChange={(checked) => onLevel(checked ? 'allowed' : 'none')}
							/>
						</span>
					)}
				</td>
				{!alone && (
					<td className="px-2 py-1">
						<StackedLabel column="inForce" />
						<LevelText level={row.inForce} />
					</td>
				)}
				<td className={clsx('py-1 pr-1 text-right whitespace-nowrap', stackedEnd)}>
					{row.granted !== 'none' && (
						<>
							<IconButton
								icon={Pencil}
								className="size-6!"
								label={t('entry.edit', { entry: named })}
								onClick={() => setEditing(row.entry)}
							/>
							<IconButton
								icon={X}
								className="size-6!"
								label={t('entry.remove', { entry: named })}
								title={common('remove')}
								onClick={onRemove}
							/>
						</>
					)}
				</td>
			</tr>
			{note !== undefined && (
				<tr className={clsx('border-b border-line', stackedWhole, ground)}>
					<td
						colSpan={span}
						id={noteId}
						className={clsx(
							'pr-2 pb-1.5 pl-2 text-small @lg:pl-8',
							error !== undefined ? 'text-failed' : meaning?.risky === true ? 'text-attention' : 'text-muted',
						)}
					>
						{note}
					</td>
				</tr>
			)}
		</>
	);
}
