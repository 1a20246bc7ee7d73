import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { CornerLeftUp, File, Folder } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BrowseEntry } from '../../../shared/api/program-routes.ts';
import { useBridge, useRoute } from '../../client/engine.tsx';
import { useLatest } from '../../lib/hooks/use-latest.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { ErrorNote, LoadingRows } from '../notes.tsx';
import { PluginText } from '../text/plugin-text.tsx';
import { useToasts } from '../toasts.tsx';
import { Button, IconButton } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { TextInput } from './fields.tsx';

interface Choosing {
	/** `any`: a file will do as well. Default `folder`. */
	readonly kind?: 'folder' | 'any';
	/** Of `any`: a folder is gone through and will not do itself. */
	readonly fileOnly?: boolean;
	readonly title: string;
	/** Where to begin; absent: at home. */
	readonly start?: string | undefined;
	onChoose(path: string): void;
}

/**
 * Lets a person choose a path on the engine's computer: with the system's dialog in Electron, and in a browser, whose own
 * dialog would hand over copies, with one of ours. `dialog` is to be drawn.
 */
export function useFolderChooser(choosing: Choosing): { open(): void; readonly dialog: ReactNode } {
	const bridge = useBridge();
	const toasts = useToasts();
	const newestTitle = useLatest(choosing.title);
	const [open, setOpen] = useState(false);
	const { kind = 'folder', onChoose } = choosing;
	return {
		open() {
			if (bridge.face === 'browser' || kind === 'any') return setOpen(true);
			void bridge.pickFiles({ kind: 'folder', multiple: false }).then(
				(paths) => paths?.[0] !== undefined && onChoose(paths[0]),
				(error: unknown) => toasts.failed(newestTitle, error),
			);
		},
		dialog: open && <FolderChooser {...choosing} onClose={() => setOpen(false)} />,
	};
}

const ROW_PX = 32;

export function FolderChooser({
	kind = 'folder',
	fileOnly = false,
	title,
	start,
	onChoose,
	onClose,
}: Choosing & {
	onClose(): void;
}) {
	const { t } = useTranslation();
	const [path, setPath] = useState(start);
	const [typed, setTyped] = useState<string | null>(null);
	const [file, setFile] = useState<string | null>(null);
	const { data, error, isPending, refetch } = useRoute(
		'files.browse',
		{ kind, ...(path === undefined ? {} : { path }) },
		{ keepPrevious: true },
	);
	const go = (next: string): void => {
		setPath(next);
		setTyped(null);
		setFile(null);
	};
	const chosen = file ?? (fileOnly ? undefined : data?.path);
	return (
		<Dialog
			open
			onClose={onClose}
			title={title}
			actions={
				<>
					<Button onClick={onClose}>{t('cancel')}</Button>
					<Button
						tone="primary"
						disabled={chosen === undefined || error !== null}
						onClick={() => {
							if (chosen === undefined) return;
							onChoose(chosen);
							onClose();
						}}
					>
						{file === null && !fileOnly ? t('chooser.thisFolder') : t('chooser.thisFile')}
					</Button>
				</>
			}
		>
			<div className="flex h-[min(400px,52vh)] flex-col gap-2">
				<form
					className="flex gap-1"
					onSubmit={(event) => {
						event.preventDefault();
						if (typed !== null && typed.trim() !== '') go(typed.trim());
					}}
				>
					<IconButton
						icon={CornerLeftUp}
						label={t('chooser.up')}
						tone="plain"
						disabled={data === undefined || data.parent === null}
						onClick={() => typeof data?.parent === 'string' && go(data.parent)}
					/>
					<TextInput
						mono
						aria-label={t('chooser.path')}
						value={typed ?? data?.path ?? ''}
						onChange={(event) => setTyped(event.target.value)}
					/>
					<Button type="submit" disabled={typed === null}>
						{t('open')}
					</Button>
				</form>
				<div className="grid min-h-0 flex-1 grid-cols-[120px_minmax(0,1fr)] gap-3">
					<ul aria-label={t('chooser.places')} className="flex flex-col gap-0.5">
						{(data?.places ?? []).map((place) => (
							<li key={place.name}>
								<button
									type="button"
									aria-current={place.path === data?.path ? 'location' : undefined}
									className="flex h-7 w-full items-center rounded-base px-2 text-left hover:bg-hover aria-[current]:bg-selected"
									onClick={() => go(place.path)}
								>
									{t(`chooser.place.${place.name}`)}
								</button>
							</li>
						))}
					</ul>
					<div className="flex min-h-0 flex-col rounded-base border border-line">
						{error !== null ? (
							<ErrorNote error={error} onRetry={() => void refetch()} className="m-2" />
						) : isPending ? (
							<LoadingRows />
						) : (
							<Entries
								key={data.path}
								entries={data.entries}
								onOpen={(entry) =>
									entry.kind === 'folder' ? go(joined(data.path, entry.name)) : setFile(joined(data.path, entry.name))
								}
								onUp={() => data.parent !== null && go(data.parent)}
								chosen={file}
								folder={data.path}
							/>
						)}
					</div>
				</div>
				<p className="text-small text-muted">
					{data?.truncated === true ? `${t('chooser.truncated')} ` : ''}
					{t('chooser.hidden')}
				</p>
			</div>
		</Dialog>
	);
}

function joined(folder: string, name: string): string {
	const separator = folder.includes('\\') ? '\\' : '/';
	return folder.endsWith(separator) ? folder + name : `${folder}${separator}${name}`;
}

/** One stop for Tab; arrows move, Enter opens, Backspace leads up, letters find. */
function Entries({
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
