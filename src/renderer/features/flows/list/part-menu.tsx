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
import { usePartActions } from '../editor/use-part-actions.ts';
import type { Part, PartId } from '../model/document.ts';
import { giverToSwap, takerToSwap } from '../model/edit.ts';
import { shownPorts } from '../model/roles.ts';

/** What can be done with a component. */
export function PartMenu({ part }: { readonly part: Part }) {
	const { t } = useTranslation('flows');
	const items = usePartItems(part);
	return (
		<Menu
			trigger={<IconButton icon={Ellipsis} label={t('part.actions', { name: plainText(part.name) })} />}
			items={items}
		/>
	);
}

type PartItem = MenuItem & { readonly icon: LucideIcon };

/** What can be done with several components at once. */
export function useManyItems(ids: readonly PartId[]): readonly PartItem[] {
	const { t } = useTranslation('flows');
	const { editor } = useEditorView();
	const actions = usePartActions(editor);
	return [
		{
			id: 'duplicate',
			label: t('part.duplicate'),
			icon: CopyPlus,
			separated: true,
			onSelect: () => actions.duplicate(ids),
		},
		{ id: 'copy', label: t('part.copy'), icon: Copy, onSelect: () => actions.copy(ids) },
		{ id: 'cut', label: t('part.cut'), icon: Scissors, onSelect: () => actions.cut(ids) },
		{
			id: 'remove',
			label: t('part.remove'),
			icon: Trash2,
			danger: true,
			separated: true,
			onSelect: () => actions.remove(ids),
		},
	];
}

/** What can be done with a component, in the order of its menu. */
export function usePartItems(part: Part): readonly PartItem[] {
	const { t } = useTranslation('flows');
	const many = useManyItems([part.id]);
	const { editor, ask, open, roleOf } = useEditorView();
	const actions = usePartActions(editor);
	const { document } = editor;
	const gives = shownPorts(document, part.id, roleOf(part)).length > 0;
	return [
		{ id: 'open', label: t('part.edit'), icon: Pencil, onSelect: () => open(part.id) },
		{
			id: 'add',
			label: t('part.addBehind'),
			icon: Plus,
			disabled: !gives,
			onSelect: () => ask({ kind: 'add', after: part.id, link: null }),
		},
		{
			id: 'connect',
			label: t('part.connect'),
			icon: Link2,
			disabled: !gives,
			onSelect: () => ask({ kind: 'connect', from: part.id }),
		},
		{
			id: 'earlier',
			label: t('part.earlier'),
			icon: ArrowUp,
			separated: true,
			disabled: giverToSwap(document, part.id) === null,
			onSelect: () => actions.earlier(part.id),
		},
		{
			id: 'later',
			label: t('part.later'),
			icon: ArrowDown,
			disabled: takerToSwap(document, part.id) === null,
			onSelect: () => actions.later(part.id),
		},
		...many,
	];
}
