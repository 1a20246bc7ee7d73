import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../components/controls/popups/row-menu-state.ts';
import { RowMenu } from '../../../components/controls/row-menu.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useComponentItems, useManyItems } from '../list/component-menu.tsx';
import { type ComponentId, componentOf, type EditedComponent } from '../model/document.ts';

/** The menu of a component, or of all that are selected where it is one of several: where it was asked for. */
export function ComponentContext({
	of,
	place,
	button,
	onClose,
}: {
	/** Null: it is closed. */
	readonly of: ComponentId | null;
	readonly place: Place;
	/** Has the keys afterwards. */
	readonly button: RefObject<HTMLElement | null>;
	onClose(): void;
}) {
	const { editor } = useEditorView();
	// What is closed still fades out.
	const last = useRef<ComponentId | null>(null);
	if (of !== null) last.current = of;
	const component = componentOf(editor.document, last.current);
	if (component === undefined) return null;
	const isMany = editor.selected.length > 1 && editor.selected.includes(component.id);
	const props = { component, isOpen: of !== null, place, button, onClose };
	return isMany ? <ManyContext {...props} /> : <OneContext {...props} />;
}

interface ContextProps {
	readonly component: EditedComponent;
	readonly isOpen: boolean;
	readonly place: Place;
	readonly button: RefObject<HTMLElement | null>;
	onClose(): void;
}

function OneContext(props: ContextProps) {
	return (
		<Context
			{...props}
			title={plainText(props.component.name.slice(0, 100))}
			items={useComponentItems(props.component)}
		/>
	);
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
	component,
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
				row: isOpen ? component : null,
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
