import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { File, Folder } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BrowseEntry } from '../../../shared/api/program-routes.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { PluginText } from '../text/plugin-text.tsx';

const ROW_PX = 32;

/** The path of an entry of a folder on the engine's computer, which tells its separator. */
export function joined(folder: string, name: string): string {
	const separator = folder.includes('\\') ? '\\' : '/';
	return folder.endsWith(separator) ? folder + name : `${folder}${separator}${name}`;
}

/** What a folder holds. One stop for Tab; arrows move, Enter opens, Backspace leads up, letters find. */
export function FolderEntries({
	entries,
	folder,
	chosen,
	onOpen,
	onUp,
}: {
	readonly entries: readonly BrowseEntry[];
	readonly folder: string;
	readonly chosen: string | null;
	onOpen(entry: BrowseEntry): void;
	onUp(): void;
}) {
	const { t } = useTranslation();
	const format = useFormat();
	const id = useId();
	const scroller = useRef<HTMLDivElement>(null);
	const [active, setActive] = useState(0);
	const rows = useVirtualizer({
		count: entries.length,
		estimateSize: () => ROW_PX,
		getScrollElement: () => scroller.current,
		overscan: 8,
	});
	const { scrollToIndex } = rows;
	useEffect(() => scrollToIndex(active), [active, scrollToIndex]);
	const move = (event: KeyboardEvent): void => {
		const last = entries.length - 1;
		const steps: Readonly<Record<string, number>> = {
			ArrowDown: Math.min(last, active + 1),
			ArrowUp: Math.max(0, active - 1),
			PageDown: Math.min(last, active + 10),
			PageUp: Math.max(0, active - 10),
			Home: 0,
			End: last,
		};
		const entry = entries[active];
		if (steps[event.key] !== undefined) setActive(steps[event.key] ?? 0);
		else if (event.key === 'Enter' && entry !== undefined) onOpen(entry);
		else if (event.key === 'Backspace') onUp();
		else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
			const letter = event.key.toLowerCase();
			const order = [...entries.keys()].map((index) => (active + 1 + index) % entries.length);
			const found = order.find((index) => entries[index]?.name.toLowerCase().startsWith(letter));
			if (found === undefined) return;
			setActive(found);
		} else return;
		event.preventDefault();
	};
	if (entries.length === 0) return <p className="p-3 text-muted">{t('chooser.empty')}</p>;
	return (
		<div
			ref={scroller}
			role="listbox"
			aria-label={t('chooser.entries')}
			aria-activedescendant={`${id}-${active}`}
			tabIndex={0}
			onKeyDown={move}
			className="min-h-0 flex-1 overflow-y-auto"
		>
			<div style={{ height: rows.getTotalSize() }} className="relative" role="presentation">
				{rows.getVirtualItems().map(({ index, start }) => {
					const entry = entries[index];
					if (entry === undefined) return null;
					const Icon = entry.kind === 'folder' ? Folder : File;
					const path = joined(folder, entry.name);
					return (
						// biome-ignore lint/a11y/useKeyWithClickEvents: the list box handles the keys
						<div
							key={entry.name}
							id={`${id}-${index}`}
							role="option"
							tabIndex={-1}
							aria-selected={path === chosen}
							data-active-row={index === active || undefined}
							aria-setsize={entries.length}
							aria-posinset={index + 1}
							style={{ transform: `translateY(${start}px)` }}
							onClick={() => {
								setActive(index);
								onOpen(entry);
							}}
							className={clsx(
								'absolute inset-x-0 top-0 flex h-8 items-center gap-2 px-3 hover:bg-hover',
								index === active && 'bg-hover',
								path === chosen && 'bg-selected',
							)}
						>
							<Icon size={16} aria-hidden className="shrink-0 text-muted" />
							<PluginText className="min-w-0 flex-1 truncate" max={300}>
								{entry.name}
							</PluginText>
							{entry.kind === 'file' && (
								<span className="tabular text-small text-muted">{format.bytes(entry.bytes)}</span>
							)}
						</div>
					);
				})}
			</div>
		</div>
	);
}
