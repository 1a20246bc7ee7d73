// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed one by one, as no table can
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import clsx from 'clsx';
import { Check } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Sparkline } from '../../../../components/data/sparkline.tsx';
import { Badge } from '../../../../components/status.tsx';
import { useFormat } from '../../../../lib/text/use-format.ts';
import type { PluginEntry } from '../plugin-entry.ts';

export interface RowProps {
	readonly entry: PluginEntry;
	readonly id: string;
	/** From 1. */
	readonly index: number;
	/** Distance from the top of the list, px. */
	readonly top: number;
	readonly isOpen: boolean;
	readonly isActive: boolean;
	readonly isSelected: boolean;
	onOpen(name: string): void;
	onSelect(name: string, withRange: boolean): void;
	onReview(name: string): void;
}

/** A row with its tick, in whichever way its plugin is told: a press opens it, with Ctrl or Shift it selects. */
export function RowFrame({
	row: { entry, id, index, top, isOpen, isActive, isSelected, onOpen, onSelect },
	height,
	className,
	tickClass,
	children,
}: {
	readonly row: RowProps;
	/** px */
	readonly height: number;
	readonly className: string;
	readonly tickClass: string;
	readonly children: ReactNode;
}) {
	const { name } = entry;
	const click = (event: MouseEvent): void => {
		if (event.ctrlKey || event.metaKey || event.shiftKey) onSelect(name, event.shiftKey);
		else onOpen(name);
	};
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the list that holds the focus hears the keys
		<div
			role="row"
			id={id}
			tabIndex={-1}
			aria-rowindex={index}
			aria-selected={isSelected}
			data-active-row={isActive || undefined}
			aria-current={isOpen ? 'true' : undefined}
			onClick={click}
			style={{ top, height }}
			className={clsx(
				'absolute inset-x-0 items-center border-b border-line pr-3 pl-2',
				className,
				isOpen ? 'bg-selected' : 'hover:bg-hover',
			)}
		>
			<Tick name={name} isSelected={isSelected} onSelect={onSelect} className={tickClass} />
			{children}
		</div>
	);
}

/** Whether the row is selected, drawn; a press changes it. */
function Tick({
	name,
	isSelected,
	className,
	onSelect,
}: Pick<RowProps, 'isSelected' | 'onSelect'> & { readonly name: string; readonly className: string }) {
	const { t } = useTranslation('plugins');
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: Space in the list does the same
		<div
			role="gridcell"
			tabIndex={-1}
			title={t('select', { name })}
			className={clsx('flex h-full items-center justify-center', className)}
			onClick={(event) => {
				event.stopPropagation();
				onSelect(name, event.shiftKey);
			}}
		>
			<span
				aria-hidden
				className={clsx(
					'flex size-4 items-center justify-center rounded-small border',
					isSelected ? 'border-accent bg-accent text-on-accent' : 'border-edge bg-panel',
				)}
			>
				{isSelected && <Check size={12} />}
			</span>
		</div>
	);
}

/** What went wrong since a person looked last. */
export function Counts({ entry: { failures, denials } }: { readonly entry: PluginEntry }) {
	const { t } = useTranslation('plugins');
	const format = useFormat();
	if (failures === 0 && denials === 0) return null;
	return (
		<span title={t('sinceSeen')} className="flex gap-1.5">
			{failures > 0 && <Badge tone="failed">{t('failed', { count: failures, text: format.compact(failures) })}</Badge>}
			{denials > 0 && <Badge tone="denied">{t('denied', { count: denials, text: format.compact(denials) })}</Badge>}
		</span>
	);
}

export function Activity({ buckets }: { readonly buckets: readonly number[] }) {
	const { t } = useTranslation('plugins');
	const format = useFormat();
	const runs = buckets.reduce((sum, value) => sum + value, 0);
	return <Sparkline values={buckets} width={60} label={t('lastDay', { count: runs, text: format.count(runs) })} />;
}
