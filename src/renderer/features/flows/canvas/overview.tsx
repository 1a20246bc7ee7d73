import { MiniMap, useReactFlow, useStore, useViewport } from '@xyflow/react';
import clsx from 'clsx';
import { Maximize, Plus, Search, ZoomIn, ZoomOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import type { ComponentId } from '../model/document.ts';
import { type Box, beyond, map } from './view.ts';

const sides = {
	above: 'inset-x-0 top-0 h-6',
	below: 'inset-x-0 bottom-0 h-6',
	left: 'inset-y-0 left-0 w-6',
	right: 'inset-y-0 right-0 w-6',
} as const;

/** The canvas’s own buttons, and what tells that there is more of a flow than is seen. */
export function Overview({ boxes, onWhole }: { readonly boxes: ReadonlyMap<ComponentId, Box>; onWhole(): void }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { editor, ask } = useEditorView();
	const flow = useReactFlow();
	const view = useViewport();
	const [width, height] = [useStore((state) => state.width), useStore((state) => state.height)];
	const more = beyond(boxes.values(), view, { width, height });
	const hasMore = width > 0 && more.count > 0;
	return (
		<>
			{hasMore &&
				(['above', 'below', 'left', 'right'] as const).map((side) =>
					more[side] ? (
						<div key={side} data-more={side} className={clsx('pointer-events-none absolute', sides[side])} />
					) : null,
				)}
			{hasMore && (
				<MiniMap
					ariaLabel={t('canvas.map')}
					pannable
					position="bottom-right"
					bgColor="var(--c-raised)"
					nodeColor={({ selected }) => (selected === true ? 'var(--c-accent)' : 'var(--c-edge)')}
					nodeBorderRadius={12}
					maskColor="color-mix(in srgb, var(--c-sunken) 70%, transparent)"
					maskStrokeColor="var(--c-edge)"
					maskStrokeWidth={2}
					className="overflow-hidden rounded-base border border-line slim:hidden"
					style={{ width: map.width, height: map.height, margin: map.gap }}
				/>
			)}
			<fieldset
				aria-label={t('canvas.tools')}
				className="absolute bottom-3 left-3 flex max-w-[calc(100%-24px)] flex-wrap items-center gap-1 rounded-base border border-line bg-raised p-1"
			>
				<Button icon={Plus} tone="quiet" onClick={() => ask({ kind: 'add', after: editor.active, link: null })}>
					{t('add.open')}
				</Button>
				<IconButton icon={Search} label={t('find.open')} shortcut="search" onClick={() => ask({ kind: 'find' })} />
				<IconButton
					icon={ZoomOut}
					label={t('canvas.zoomOut')}
					shortcut="flowZoomOut"
					onClick={() => void flow.zoomOut({ duration: 0 })}
				/>
				<IconButton
					icon={ZoomIn}
					label={t('canvas.zoomIn')}
					shortcut="flowZoomIn"
					onClick={() => void flow.zoomIn({ duration: 0 })}
				/>
				<Button icon={Maximize} tone="quiet" shortcut="flowFit" onClick={onWhole}>
					{hasMore ? t('canvas.wholeMore', { text: format.count(more.count) }) : t('canvas.fit')}
				</Button>
			</fieldset>
		</>
	);
}
