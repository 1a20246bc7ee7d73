import clsx from 'clsx';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { MIN_COLUMN_PX } from '../../../shared/api/appearance.ts';
import { boundedWidth, widthByKey } from '../../lib/hooks/column-sizes.ts';
import { useDrawnWidth } from '../../lib/hooks/use-width.ts';
import { useFormat } from '../../lib/text/use-format.ts';

interface Edge {
	/** Of the column. */
	readonly name: string;
	/** So wide it can be made, px. */
	readonly most: number;
	/** False: it is reached by the pointer alone, as long as another one is the keys'. */
	readonly isStop?: boolean;
	/** Says at which end of the head it stands. */
	readonly className: string;
	/** Null: it rests where it was. */
	onDraft(px: number | null): void;
	/** Null: the width that the column had before anybody chose. */
	onKeep(px: number | null): void;
}

/**
 * The edge of a column's head: moved by the pointer or by arrows, with Shift by more, End as far as it goes; Home and a
 * double click give back the first width. It stands in the head, whose width it tells.
 */
export function ColumnEdge({ name, most, isStop = true, className, onDraft, onKeep }: Edge) {
	const { t } = useTranslation();
	const format = useFormat();
	const head = useRef<HTMLElement | null>(null);
	const width = useDrawnWidth(head);
	const from = useRef<{ readonly at: number; readonly px: number; readonly sign: 1 | -1; to: number | null } | null>(
		null,
	);
	const sizeOf = (): number => head.current?.offsetWidth ?? 0;
	/** Whether the edge stands at the right end of the head: not where the page is read from the right. */
	const isAtRight = (edge: HTMLElement): boolean => {
		const box = head.current?.getBoundingClientRect();
		const own = edge.getBoundingClientRect();
		return box === undefined || own.left + own.right >= box.left + box.right;
	};
	const drag = (event: PointerEvent): void => {
		const { current } = from;
		if (current === null) return;
		const by = (event.clientX - current.at) * current.sign;
		if (current.to === null && Math.abs(by) < 3) return;
		current.to = boundedWidth(current.px + by, most);
		onDraft(current.to);
	};
	const end = (isKept: boolean): void => {
		const to = from.current?.to ?? null;
		from.current = null;
		if (to === null) return;
		if (isKept) onKeep(to);
		else onDraft(null);
	};
	const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		if (event.key === 'Escape' && from.current !== null) end(false);
		else {
			const px = widthByKey(event, sizeOf(), most, isAtRight(event.currentTarget) ? 'ArrowRight' : 'ArrowLeft');
			if (px === null) return;
			onKeep(px === 'given' ? null : px);
		}
		event.preventDefault();
	};
	return (
		// biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
		<div
			ref={(edge) => {
				head.current = edge?.parentElement ?? null;
			}}
			role="separator"
			tabIndex={isStop ? 0 : -1}
			aria-label={t('columns.width', { name })}
			aria-orientation="vertical"
			aria-valuemin={MIN_COLUMN_PX}
			aria-valuemax={Math.max(most, width)}
			aria-valuenow={width}
			aria-valuetext={t('columns.px', { text: format.count(width) })}
			title={t('columns.edge')}
			onKeyDown={onKeyDown}
			// A press on the head itself sorts.
			onClick={(event) => event.stopPropagation()}
			onDoubleClick={() => onKeep(null)}
			onPointerDown={(event) => {
				if (event.button !== 0) return;
				event.currentTarget.setPointerCapture(event.pointerId);
				from.current = {
					at: event.clientX,
					px: sizeOf(),
					sign: isAtRight(event.currentTarget) ? 1 : -1,
					to: null,
				};
			}}
			onPointerMove={drag}
			onPointerUp={() => end(true)}
			onPointerCancel={() => end(false)}
			className={clsx(
				'group/edge absolute inset-y-0 z-1 flex w-2 cursor-col-resize touch-none items-center justify-center select-none',
				className,
			)}
		>
			<span
				aria-hidden
				className="h-3.5 w-px bg-line transition-colors duration-120 group-hover/edge:h-full group-hover/edge:w-0.5 group-hover/edge:bg-accent group-active/edge:bg-accent"
			/>
		</div>
	);
}
