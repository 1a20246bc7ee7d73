import {
	ArrowDown,
	ArrowUp,
	Copy,
	CopyPlus,
	Ellipsis,
	Link2,
	type LucideIcon,
	Pencil,
	Plus,
	Scissors,
	Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../components/controls/button.tsx';
import { Menu } from '../../../components/controls/menu.tsx';
import type { MenuItem } from '../../../components/controls/popups/menu-item.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';
import type { ComponentId, EditedComponent } from '../model/document.ts';
import { giverToSwap, takerToSwap } from '../model/edit.ts';
import { shownPorts } from '../model/roles.ts';

/** What can be done with a component. */
export function ComponentMenu({ component }: { readonly component: EditedComponent }) {
	const { t } = useTranslation('flows');
	const items = useComponentItems(component);
	return (
		<Menu
			button={<IconButton icon={Ellipsis} label={t('component.actions', { name: plainText(component.name) })} />}
			items={items}
		/>
	);
}

type ComponentItem = MenuItem & { readonly icon: LucideIcon };

/** What can be done with several components at once. */
export function useManyItems(ids: readonly ComponentId[]): readonly ComponentItem[] {
	const { t } = useTranslation('flows');
	const { editor } = useEditorView();
	const actions = useComponentActions(editor);
	return [
		{
			id: 'duplicate',
			label: t('component.duplicate'),
			icon: CopyPlus,
			separated: true,
			onSelect: () => actions.duplicate(ids),
		},
		{ id: 'copy', label: t('component.copy'), icon: Copy, onSelect: () => actions.copy(ids) },
		{ id: 'cut', label: t('component.cut'), icon: Scissors, onSelect: () => actions.cut(ids) },
		{
			id: 'remove',
			label: t('component.remove'),
			icon: Trash2,
			danger: true,
			separated: true,
			onSelect: () => actions.remove(ids),
		},
	];
}

/** What can be done with a component, in the order of its menu. */
export function useComponentItems(component: EditedComponent): readonly ComponentItem[] {
	const { t } = useTranslation('flows');
	const many = useManyItems([component.id]);
	const { editor, ask, open, roleOf } = useEditorView();
	const actions = useComponentActions(editor);
	const { document } = editor;
	const gives = shownPorts(document, component.id, roleOf(component)).length > 0;
	return [
		{ id: 'open', label: t('component.edit'), icon: Pencil, onSelect: () => open(component.id) },
		{
			id: 'add',
			label: t('component.addBehind'),
			icon: Plus,
			disabled: !gives,
			onSelect: () => ask({ kind: 'add', after: component.id, link: null }),
		},
		{
			id: 'connect',
			label: t('component.connect'),
			icon: Link2,
			disabled: !gives,
			onSelect: () => ask({ kind: 'connect', from: component.id }),
		},
		{
			id: 'earlier',
			label: t('component.earlier'),
			icon: ArrowUp,
			separated: true,
			disabled: giverToSwap(document, component.id) === null,
			onSelect: () => actions.earlier(component.id),
		},
		{
			id: 'later',
			label: t('component.later'),
			icon: ArrowDown,
			disabled: takerToSwap(document, component.id) === null,
			onSelect: () => actions.later(component.id),
		},
		...many,
	];
}
