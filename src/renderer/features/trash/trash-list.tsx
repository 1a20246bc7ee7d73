import { ChevronLeft, ChevronRight, Trash2, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/controls/button.tsx';
import { ConfirmDialog } from '../../components/controls/dialog.tsx';
import { Checkbox } from '../../components/controls/toggles.tsx';
import { useFormat } from '../../lib/text/use-format.ts';

/** Rows of one page. */
export const TRASH_PAGE = 100;

/** One thing in the trash. */
export interface TrashItem {
	readonly id: string;
	/** Tells it from the others, for who hears it. */
	readonly name: string;
	readonly deletedAt: number;
	readonly content: ReactNode;
	/** Why it cannot come back just now. */
	readonly blocked?: string | undefined;
	/** What brings it back all the same. */
	readonly otherwise?: TrashWay | undefined;
}

/** Another way back. */
interface TrashWay {
	readonly label: string;
	/** Tells it from that of the others, for who hears it. */
	readonly named: string;
	go(): void;
}

/** Some by their ids, or everything. */
export type TrashTarget = readonly string[] | 'all';

/** What one part of the trash holds, a page at a time, with the way back and the way out for one, some, or all. */
export function TrashList({
	label,
	summary,
	askText,
	items,
	total,
	page,
	keptMs,
	busy,
	onPage,
	onRestore,
	onDelete,
}: {
	readonly label: string;
	readonly summary: string;
	/** What goes with it for ever. */
	readonly askText: string;
	readonly items: readonly TrashItem[];
	readonly total: number;
	/** From 0. */
	readonly page: number;
	readonly keptMs: number;
	readonly busy: boolean;
	onPage(page: number): void;
	onRestore(target: TrashTarget): Promise<void>;
	onDelete(target: TrashTarget): Promise<void>;
}) {
	const { t } = useTranslation('trash');
	const format = useFormat();
	const [chosen, setChosen] = useState<ReadonlySet<string> | 'all'>(new Set());
	const [going, setGoing] = useState<TrashTarget | null>(null);
	const isAll = chosen === 'all';
	const count = isAll ? total : chosen.size;
	const target = (): TrashTarget => (isAll ? 'all' : [...chosen]);
	const choose = (id: string, on: boolean): void => {
		// Everything is one thing: who then leaves one out goes on with the others of this page.
		const next = new Set(isAll ? items.map((item) => item.id) : chosen);
		if (on) next.add(id);
		else next.delete(id);
		setChosen(next);
	};
	const leave = (): void => setChosen(new Set());
	return (
		<div className="flex flex-col gap-3 p-4">
			<p className="flex flex-wrap gap-x-1 text-muted [:lang(zh)_&]:gap-x-0">
				<span>{summary}</span>
				<span>{t('keeps', { time: format.duration(keptMs) })}</span>
			</p>
			<div className="flex min-h-8 flex-wrap items-center gap-2">
				<span className="mr-auto pl-3">
					<Checkbox
						label={
							count === 0 ? t('chooseAll', { text: format.count(total) }) : t('chosen', { text: format.count(count) })
						}
						checked={isAll}
						mixed={!isAll && count > 0}
						onChange={() => (isAll || count === total ? leave() : setChosen('all'))}
					/>
				</span>
				{count > 0 ? (
					<>
						<Button icon={Undo2} busy={busy} onClick={() => void onRestore(target()).then(leave)}>
							{t('restoreChosen')}
						</Button>
						<Button tone="danger" icon={Trash2} disabled={busy} onClick={() => setGoing(target())}>
							{t('removeChosen')}
						</Button>
					</>
				) : (
					<Button tone="danger" icon={Trash2} disabled={busy} onClick={() => setGoing('all')}>
						{t('empty')}
					</Button>
				)}
			</div>
			<ul aria-label={label} className="overflow-hidden rounded-base border border-line">
				{items.map((item) => (
					<Row
						key={item.id}
						item={item}
						goesAt={item.deletedAt + keptMs}
						isChosen={isAll || chosen.has(item.id)}
						busy={busy}
						onChoose={(on) => choose(item.id, on)}
						onRestore={() => void onRestore([item.id])}
						onDelete={() => setGoing([item.id])}
					/>
				))}
			</ul>
			{total > TRASH_PAGE && <Pages total={total} page={page} onPage={onPage} />}
			<ConfirmDialog
				open={going !== null}
				onClose={() => setGoing(null)}
				onConfirm={() => {
					if (going === null) return;
					void onDelete(going).then(() => {
						leave();
						setGoing(null);
					});
				}}
				title={titleOf(going)}
				action={t('go')}
				busy={busy}
			>
				{askText}
			</ConfirmDialog>
		</div>
	);

	function titleOf(asked: TrashTarget | null): string {
		if (asked === 'all') return t('askAll', { text: format.count(total) });
		if (asked === null || asked.length === 1) return t('askOne');
		return t('askSome', { text: format.count(asked.length) });
	}
}

function Row({
	item,
	goesAt,
	isChosen,
	busy,
	onChoose,
	onRestore,
	onDelete,
}: {
	readonly item: TrashItem;
	/** Unix ms. */
	readonly goesAt: number;
	readonly isChosen: boolean;
	readonly busy: boolean;
	onChoose(on: boolean): void;
	onRestore(): void;
	onDelete(): void;
}) {
	const { t } = useTranslation('trash');
	const format = useFormat();
	const { name, deletedAt, content, blocked, otherwise } = item;
	return (
		<li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line px-3 py-1.5 not-first:border-t">
			<Checkbox hideLabel label={t('choose', { name })} checked={isChosen} onChange={onChoose} />
			<span className="flex min-w-0 flex-1 basis-56 flex-col gap-0.5">
				<span className="flex min-w-0 flex-wrap items-center gap-x-3">{content}</span>
				<span className="text-small text-muted tabular">
					<span title={format.fullTime(deletedAt)}>{t('deleted', { time: format.time(deletedAt) })}</span>
					{' · '}
					<span title={format.fullTime(goesAt)}>{t('goes', { time: format.relative(goesAt) })}</span>
				</span>
				{blocked !== undefined && <span className="text-small text-muted">{blocked}</span>}
			</span>
			<span className="ml-auto flex flex-wrap gap-2">
				{otherwise === undefined ? (
					<Button
						icon={Undo2}
						disabled={busy || blocked !== undefined}
						aria-label={t('restoreNamed', { name })}
						onClick={onRestore}
					>
						{t('restore')}
					</Button>
				) : (
					<Button icon={Undo2} disabled={busy} aria-label={otherwise.named} onClick={otherwise.go}>
						{otherwise.label}
					</Button>
				)}
				<Button disabled={busy} aria-label={t('removeNamed', { name })} onClick={onDelete}>
					{t('remove')}
				</Button>
			</span>
		</li>
	);
}

function Pages({ total, page, onPage }: { readonly total: number; readonly page: number; onPage(page: number): void }) {
	const { t } = useTranslation('trash');
	const format = useFormat();
	const last = Math.ceil(total / TRASH_PAGE) - 1;
	const [from, to] = [page * TRASH_PAGE + 1, Math.min(total, (page + 1) * TRASH_PAGE)];
	return (
		<nav aria-label={t('pages')} className="flex items-center justify-end gap-2">
			<span aria-live="polite" className="text-muted tabular">
				{t('shown', { from: format.count(from), to: format.count(to), total: format.count(total) })}
			</span>
			<IconButton icon={ChevronLeft} label={t('newer')} disabled={page <= 0} onClick={() => onPage(page - 1)} />
			<IconButton icon={ChevronRight} label={t('older')} disabled={page >= last} onClick={() => onPage(page + 1)} />
		</nav>
	);
}
