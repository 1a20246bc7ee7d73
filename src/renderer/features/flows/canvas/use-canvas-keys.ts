import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type RefObject, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import type { ComponentActions } from '../editor/use-component-actions.ts';
import { type ComponentId, type Link, linkId, linksFrom, linksOf, type Spot } from '../model/document.ts';
import { neighbourOf } from './layout.ts';
import type { CanvasView } from './use-view.ts';

/** px at a press of a key, and of the ground's pattern. */
const STEP = 20;

const ways = {
	ArrowLeft: { x: -STEP, y: 0 },
	ArrowRight: { x: STEP, y: 0 },
	ArrowUp: { x: 0, y: -STEP },
	ArrowDown: { x: 0, y: STEP },
} as const;

interface CanvasKeys {
	(event: KeyboardEvent): void;
	/** Shows the whole flow, and says so. */
	whole(): void;
}

/** The canvas's own keys: arrows along the flow, with Shift to move components, connections, and the size of the picture. */
export function useCanvasKeys(
	frame: RefObject<HTMLElement | null>,
	spots: ReadonlyMap<ComponentId, Spot>,
	actions: ComponentActions,
	view: CanvasView,
): CanvasKeys {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { editor, ask } = useEditorView();
	const flow = useReactFlow();
	const { document } = editor;
	const focusOn = useCallback(
		(place: string): void => {
			const here = frame.current?.querySelector<HTMLElement>(place);
			here?.focus({ preventScroll: true });
		},
		[frame],
	);
	const goTo = (id: ComponentId, selected: readonly ComponentId[] = [id]): void => {
		// What gets the keys selects itself alone.
		focusOn(`[data-flow-component="${CSS.escape(id)}"]`);
		editor.select(selected);
		view.reveal(id);
	};
	const goToLink = (link: Link): void => focusOn(`[data-flow-link="${CSS.escape(linkId(link))}"]`);
	const zoomed = (zoom: typeof flow.zoomIn): void => {
		void zoom({ duration: 0 });
		editor.say(t('canvas.zoomed', { size: format.percent(flow.getZoom()) }));
	};
	const whole = (): void => {
		view.showWhole();
		editor.say(t('canvas.wholeShown'));
	};
	const onSize = (key: string): boolean => {
		const act = { '+': () => zoomed(flow.zoomIn), '-': () => zoomed(flow.zoomOut), '0': whole }[key];
		act?.();
		return act !== undefined;
	};
	const onComponent = (event: KeyboardEvent, id: ComponentId): boolean => {
		const { key } = event;
		if (key === 'e' && !event.shiftKey) {
			const link = linksFrom(document, id)[0] ?? linksOf(document).find(({ to }) => to === id);
			if (link === undefined) editor.say(t('canvas.noLinks'));
			else goToLink(link);
			return true;
		}
		if (!isWay(key)) return false;
		if (event.shiftKey) {
			const moved = editor.selected.includes(id) ? editor.selected : [id];
			const { x, y } = ways[key];
			actions.place(
				new Map(
					moved.flatMap((each) => {
						const spot = spots.get(each);
						return spot === undefined ? [] : [[each, { x: spot.x + x, y: spot.y + y }] as const];
					}),
				),
			);
			editor.say(t(`canvas.moved.${key}`));
			return true;
		}
		const next = neighbourOf(document, spots, id, key);
		if (next === null) editor.say(t('canvas.nothingThere'));
		else if (!(event.ctrlKey || event.metaKey)) goTo(next);
		else {
			const selected = [...editor.selected.filter((each) => each !== next), next];
			goTo(next, selected);
			editor.say(t('many.title', { count: selected.length, text: format.count(selected.length) }));
		}
		return true;
	};
	/** Along the connections of the component that was left for them. */
	const onLink = ({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent, id: string): boolean => {
		const links = linksOf(document);
		const link = links.find((each) => linkId(each) === id);
		if (link === undefined || shiftKey || ctrlKey || metaKey) return false;
		const here = editor.active ?? link.from;
		const near = [...linksFrom(document, here), ...links.filter(({ to }) => to === here)];
		const place = near.findIndex((each) => linkId(each) === id);
		const act = {
			ArrowUp: () => goTo(link.from),
			ArrowDown: () => goTo(link.to),
			ArrowLeft: () => goToLink(near[Math.max(0, place - 1)] ?? link),
			ArrowRight: () => goToLink(near[place + 1] ?? link),
			Escape: () => goTo(editor.active ?? link.from),
			a: () => ask({ kind: 'add', after: null, link }),
			Delete: () => removeLink(link),
			Backspace: () => removeLink(link),
		}[key];
		act?.();
		return act !== undefined;
	};
	const removeLink = (link: Link): void => {
		actions.disconnect(link);
		goTo(link.from);
	};
	const keys = (event: KeyboardEvent): void => {
		if (event.altKey || event.defaultPrevented) return;
		const { target, key } = event;
		const isMore = event.ctrlKey || event.metaKey;
		if (isMore && (!isWay(key) || event.shiftKey)) return;
		const at = (of: 'flowComponent' | 'flowLink'): string | undefined =>
			target instanceof Element
				? target.closest<HTMLElement>(of === 'flowComponent' ? '[data-flow-component]' : '[data-flow-link]')?.dataset[
						of
					]
				: undefined;
		const [component, link] = [at('flowComponent'), at('flowLink')];
		const isDone =
			onSize(key) ||
			(component !== undefined && onComponent(event, component)) ||
			(link !== undefined && onLink(event, link));
		if (isDone) event.preventDefault();
	};
	return Object.assign(keys, { whole });
}

function isWay(key: string): key is keyof typeof ways {
	return Object.hasOwn(ways, key);
}
