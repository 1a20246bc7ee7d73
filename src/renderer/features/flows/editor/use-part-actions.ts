import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useToasts } from '../../../components/toasts.tsx';
import { copyText } from '../../../lib/copy-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { copied, pasted } from '../model/clipboard.ts';
import { type Link, linksOf, type PartId, partOf, type Spot } from '../model/document.ts';
import {
	addPart,
	arrange,
	connect,
	disconnectLink,
	duplicate,
	insert,
	moveEarlier,
	type PartKind,
	place,
	reconnect,
	removeParts,
	takerToSwap,
	type Where,
} from '../model/edit.ts';
import { newPartId } from '../model/ids.ts';
import type { Editor } from './use-editor.ts';
import { firstName } from './use-editor.ts';
import { usePortText } from './use-part-words.ts';

export interface PartActions {
	add(kind: PartKind, where: Where): PartId;
	connect(link: Link): void;
	disconnect(link: Link): void;
	/** Takes an end of a connection elsewhere. */
	reconnect(link: Link, next: Link): void;
	remove(ids: readonly PartId[]): void;
	duplicate(ids: readonly PartId[]): void;
	copy(ids: readonly PartId[]): void;
	/** Copies them, and once the clipboard has them, removes them. */
	cut(ids: readonly PartId[]): void;
	/** What the clipboard holds, or this text. */
	paste(text?: string): void;
	earlier(id: PartId): void;
	later(id: PartId): void;
	place(spots: ReadonlyMap<PartId, Spot>): void;
	arrange(): void;
}

/** What can be done with components, by whatever view: each is a step that can be taken back. */
export function usePartActions(editor: Editor): PartActions {
	const { t } = useTranslation('flows');
	const toasts = useToasts();
	const format = useFormat();
	const portText = usePortText();
	return useMemo((): PartActions => {
		const { document } = editor;
		const nameOf = (id: PartId): string => partOf(document, id)?.name ?? '';
		const pairOf = ({ from, port, to }: Link): string =>
			t('edge.pair', { from: portText(nameOf(from), port), to: nameOf(to) });
		/** One by its name, several by how many they are. */
		const wordsOf = (ids: readonly PartId[], name: string): string =>
			ids.length === 1 ? name : t('componentCount', { count: ids.length, text: format.count(ids.length) });
		const named = (ids: readonly PartId[]): string => wordsOf(ids, nameOf(ids[0] ?? ''));
		const paste = (text: string): void => {
			const parts = pasted(text);
			if (parts === null || parts.length === 0) toasts.done(() => t('pasteNothing'));
			else
				editor.make(
					(now) => insert(now, parts),
					(made, ids) => ({ what: 'paste', name: wordsOf(ids, firstName(made, ids)) }),
				);
		};
		const remove = (ids: readonly PartId[]): void => {
			// Where the keys were, they go on: to what took from it, or gave to it.
			const beside = linksOf(document).flatMap(({ from, to }) =>
				ids.includes(from) ? [to] : ids.includes(to) ? [from] : [],
			);
			const next = beside.find((id) => !ids.includes(id));
			editor.change(
				(now) => removeParts(now, ids),
				{ what: 'remove', name: named(ids) },
				{
					selected: next === undefined ? [] : [next],
				},
			);
		};
		return {
			add: (kind, where) => {
				const id = newPartId();
				editor.make(
					(now) => addPart(now, kind, where, id),
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
