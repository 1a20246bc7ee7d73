import { CornerLeftUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge, useRoute } from '../../../client/engine.tsx';
import { useLatest } from '../../../lib/hooks/use-latest.ts';
import { ErrorNote, LoadingRows } from '../../notes.tsx';
import { useToasts } from '../../toasts.tsx';
import { Button, IconButton } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { TextInput } from '../fields.tsx';
import { FolderEntries, joined } from './folder-entries.tsx';

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

function FolderChooser({
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
		{ keepPrevious: true, ofDisk: true },
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
						// Enter in this field is for this folder alone, whatever form the chooser was opened from.
						event.stopPropagation();
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
							<FolderEntries
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
