import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useToasts } from '../../../components/toasts.tsx';
import { copyText } from '../../../lib/copy-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { copied, pasted } from '../model/clipboard.ts';
import { type ComponentId, componentOf, type Link, linksOf, type Spot } from '../model/document.ts';
import {
	addComponent,
	arrange,
	type ComponentKind,
	connect,
	disconnectLink,
	duplicate,
	insert,
	moveEarlier,
	place,
	reconnect,
	removeComponents,
	takerToSwap,
	type Where,
} from '../model/edit.ts';
import { newComponentId } from '../model/ids.ts';
import { usePortText } from './use-component-words.ts';
import type { Editor } from './use-editor.ts';
import { firstName } from './use-editor.ts';

export interface ComponentActions {
	add(kind: ComponentKind, where: Where): ComponentId;
	connect(link: Link): void;
	disconnect(link: Link): void;
	/** Takes an end of a connection elsewhere. */
	reconnect(link: Link, next: Link): void;
	remove(ids: readonly ComponentId[]): void;
	duplicate(ids: readonly ComponentId[]): void;
	copy(ids: readonly ComponentId[]): void;
	/** Copies them, and once the clipboard has them, removes them. */
	cut(ids: readonly ComponentId[]): void;
	/** What the clipboard holds, or this text. */
	paste(text?: string): void;
	earlier(id: ComponentId): void;
	later(id: ComponentId): void;
	place(spots: ReadonlyMap<ComponentId, Spot>): void;
	arrange(): void;
}

/** What can be done with components, by whatever view: each is a step that can be taken back. */
export function useComponentActions(editor: Editor): ComponentActions {
	const { t } = useTranslation('flows');
	const toasts = useToasts();
	const format = useFormat();
	const portText = usePortText();
	return useMemo((): ComponentActions => {
		const { document } = editor;
		const nameOf = (id: ComponentId): string => componentOf(document, id)?.name ?? '';
		const pairOf = ({ from, port, to }: Link): string =>
			t('edge.pair', { from: portText(nameOf(from), port), to: nameOf(to) });
		/** One by its name, several by how many they are. */
		const wordsOf = (ids: readonly ComponentId[], name: string): string =>
			ids.length === 1 ? name : t('componentCount', { count: ids.length, text: format.count(ids.length) });
		const named = (ids: readonly ComponentId[]): string => wordsOf(ids, nameOf(ids[0] ?? ''));
		const paste = (text: string): void => {
			const components = pasted(text);
			if (components === null || components.length === 0) toasts.done(() => t('pasteNothing'));
			else
				editor.make(
					(now) => insert(now, components),
					(made, ids) => ({ what: 'paste', name: wordsOf(ids, firstName(made, ids)) }),
				);
		};
		const remove = (ids: readonly ComponentId[]): void => {
			// Where the keys were, they go on: to what took from it, or gave to it.
			const beside = linksOf(document).flatMap(({ from, to }) =>
				ids.includes(from) ? [to] : ids.includes(to) ? [from] : [],
			);
			const next = beside.find((id) => !ids.includes(id));
			editor.change(
				(now) => removeComponents(now, ids),
				{ what: 'remove', name: named(ids) },
				{
					selected: next === undefined ? [] : [next],
				},
			);
		};
		return {
			add: (kind, where) => {
				const id = newComponentId();
				editor.make(
					(now) => addComponent(now, kind, where, id),
					(made, ids) => ({ what: 'add', name: firstName(made, ids) }),
				);
				return id;
			},
			connect: (link) => editor.change((now) => connect(now, link), { what: 'link', name: pairOf(link) }),
			disconnect: (link) => editor.change((now) => disconnectLink(now, link), { what: 'unlink', name: pairOf(link) }),
			reconnect: (link, next) =>
				editor.change((now) => reconnect(now, link, next), { what: 'link', name: pairOf(next) }),
			remove,
			cut: (ids) =>
				void copyText(copied(document, ids)).then(
					() => remove(ids),
					(error: unknown) => toasts.failed(() => t('copyFailed'), error),
				),
			duplicate: (ids) =>
				editor.make(
					(now) => duplicate(now, ids),
					(made, newIds) => ({ what: 'duplicate', name: wordsOf(newIds, firstName(made, newIds)) }),
				),
			copy: (ids) =>
				void copyText(copied(document, ids)).then(
					() => editor.say(t('copied', { name: named(ids) })),
					(error: unknown) => toasts.failed(() => t('copyFailed'), error),
				),
			paste: (text) => {
				if (text !== undefined) paste(text);
				else navigator.clipboard.readText().then(paste, () => toasts.done(() => t('pasteDenied')));
			},
			earlier: (id) =>
				editor.change((now) => moveEarlier(now, id), { what: 'move', name: nameOf(id) }, { selected: [id] }),
			later: (id) => {
				const taker = takerToSwap(document, id);
				if (taker !== null)
					editor.change((now) => moveEarlier(now, taker.id), { what: 'move', name: nameOf(id) }, { selected: [id] });
			},
			place: (spots) => {
				editor.change(
					(now) => place(now, spots),
					{ what: 'move', name: named([...spots.keys()]) },
					{
						run: `place ${[...spots.keys()].join(' ')}`,
					},
				);
			},
			arrange: () => editor.change(arrange, { what: 'arrange', name: '' }),
		};
	}, [editor, toasts, format, portText, t]);
}
