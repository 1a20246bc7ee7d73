import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../components/controls/popups/row-menu-state.ts';
import { RowMenu } from '../../../components/controls/row-menu.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useManyItems, usePartItems } from '../list/part-menu.tsx';
import { type Part, type PartId, partOf } from '../model/document.ts';

/** The menu of a component, or of all that are selected where it is one of several: where it was asked for. */
export function PartContext({
	of,
	place,
	button,
	onClose,
}: {
	/** Null: it is closed. */
	readonly of: PartId | null;
	readonly place: Place;
	/** Has the keys afterwards. */
	readonly button: RefObject<HTMLElement | null>;
	onClose(): void;
}) {
	const { editor } = useEditorView();
	// What is closed still fades out.
	const last = useRef<PartId | null>(null);
	if (of !== null) last.current = of;
	const part = partOf(editor.document, last.current);
	if (part === undefined) return null;
	const isMany = editor.selected.length > 1 && editor.selected.includes(part.id);
	const props = { part, isOpen: of !== null, place, button, onClose };
	return isMany ? <ManyContext {...props} /> : <OneContext {...props} />;
}

interface ContextProps {
	readonly part: Part;
	readonly isOpen: boolean;
	readonly place: Place;
	readonly button: RefObject<HTMLElement | null>;
	onClose(): void;
}

function OneContext(props: ContextProps) {
	return <Context {...props} title={plainText(props.part.name.slice(0, 100))} items={usePartItems(props.part)} />;
}

function ManyContext(props: ContextProps) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { selected } = useEditorView().editor;
	return (
		<Context
			{...props}
			title={t('many.title', { count: selected.length, text: format.count(selected.length) })}
			items={useManyItems(selected)}
		/>
	);
}

function Context({
	part,
	isOpen,
	place,
	button,
	onClose,
	title,
	items,
}: ContextProps & { readonly title: string; readonly items: ReturnType<typeof useManyItems> }) {
	return (
		<RowMenu
			menu={{
				row: isOpen ? part : null,
				place,
				close: onClose,
				onContextMenu: () => undefined,
				onKeyDown: () => false,
			}}
			grid={button}
			title={title}
			commands={items.map(({ onSelect, ...item }) => ({ ...item, act: onSelect }))}
		/>
	);
}
