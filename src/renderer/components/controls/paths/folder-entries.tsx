import clsx from 'clsx';
import { File, Folder } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BrowseEntry } from '../../../../shared/api/program-routes.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { ListBox, stepOf, useRows } from '../../data/list-box.tsx';
import { PluginText } from '../../text/plugin-text.tsx';

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
	const [active, setActive] = useState(0);
	const rows = useRows({ count: entries.length, rowPx: ROW_PX, keyOf: (index) => entries[index]?.name ?? index });
	const go = (index: number): void => {
		setActive(index);
		rows.scrollTo(index);
	};
	const move = (event: KeyboardEvent): void => {
		const step = stepOf(event.key, active, entries.length);
		const entry = entries[active];
		if (step !== null) go(step);
		else if (event.key === 'Enter' && entry !== undefined) onOpen(entry);
		else if (event.key === 'Backspace') onUp();
		else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
			const letter = event.key.toLowerCase();
			const order = [...entries.keys()].map((index) => (active + 1 + index) % entries.length);
			const found = order.find((index) => entries[index]?.name.toLowerCase().startsWith(letter));
			if (found === undefined) return;
			go(found);
		} else return;
		event.preventDefault();
	};
	if (entries.length === 0) return <p className="p-3 text-muted">{t('chooser.empty')}</p>;
	const pathOf = (index: number): string => joined(folder, entries[index]?.name ?? '');
	return (
		<ListBox
			rows={rows}
			label={t('chooser.entries')}
			active={active}
			setSize={entries.length}
			isSelected={(index) => pathOf(index) === chosen}
			className="overflow-y-auto"
			optionClass={(index) =>
				clsx(
					'flex h-8 items-center gap-2 px-3 hover:bg-hover',
					index === active && 'bg-hover',
					pathOf(index) === chosen && 'bg-selected',
				)
			}
			onKeyDown={move}
			onPress={(index) => {
				setActive(index);
				const entry = entries[index];
				if (entry !== undefined) onOpen(entry);
			}}
		>
			{(index) => {
				const entry = entries[index];
				if (entry === undefined) return null;
				const Icon = entry.kind === 'folder' ? Folder : File;
				return (
					<>
						<Icon size={16} aria-hidden className="shrink-0 text-muted" />
						<PluginText className="min-w-0 flex-1 truncate" max={300}>
							{entry.name}
						</PluginText>
						{entry.kind === 'file' && (
							<span className="tabular text-small text-muted">{format.bytes(entry.bytes)}</span>
						)}
					</>
				);
			}}
		</ListBox>
	);
}
