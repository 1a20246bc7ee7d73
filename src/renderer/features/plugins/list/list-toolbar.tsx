import { ArrowDownUp, ChevronDown, FileCode, ListFilter, PackagePlus, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { componentTypes } from '../../../../shared/plugin/component-type.ts';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { SearchInput } from '../../../components/controls/fields.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { Menu } from '../../../components/controls/menu.tsx';
import type { MenuItem } from '../../../components/controls/popups/menu-item.ts';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { conditions, type ListView, orders } from './list-view.ts';
import { UpdatesLink } from './updates-link.tsx';

/** Title, the way to install, search, filters and order. */
export function ListToolbar({
	view,
	total,
	shown,
	isAlone,
	columnMenu,
	onChange,
	onInstall,
	onNew,
}: {
	readonly view: ListView;
	/** Null: not known yet. */
	readonly total: number | null;
	readonly shown: number;
	/** No plugin is open beside the list, whose own action is then the one of the screen. */
	readonly isAlone: boolean;
	/** Null: there are no columns. */
	readonly columnMenu: ReactNode;
	onChange(view: ListView): void;
	onInstall(): void;
	onNew(): void;
}) {
	const { t } = useTranslation('plugins');
	const format = useFormat();
	const filters = view.types.length + view.states.length;
	const offered = orders.find((order) => order === view.order);
	const orderName = offered === undefined || view.isTurned ? t('order.column') : t(`order.${offered}`);
	const count =
		total === null ? '' : shown === total ? format.count(total) : `${format.count(shown)} / ${format.count(total)}`;
	return (
		<header className="flex shrink-0 flex-col gap-2 border-b border-line px-3 py-2">
			<div className="flex h-7 items-center gap-2">
				<h1 className="text-title font-semibold">{t('title')}</h1>
				<span aria-live="polite" className="mr-auto text-muted tabular">
					{count}
				</span>
				<UpdatesLink />
				<Link to={links.pluginTrash()} className="inline-flex items-center gap-1">
					<Trash2 size={14} aria-hidden />
					{t('trash')}
				</Link>
				<Button tone={isAlone ? 'primary' : 'plain'} icon={Plus} onClick={onInstall}>
					{t('install')}
				</Button>
				<Menu
					button={<IconButton icon={ChevronDown} label={t('addNamed')} className="-ml-1.5" />}
					items={[
						{ id: 'install', label: t('installOne'), icon: PackagePlus, onSelect: onInstall },
						{ id: 'new', label: t('newPlugin'), icon: FileCode, onSelect: onNew },
					]}
				/>
			</div>
			<div className="flex items-center gap-2">
				<SearchInput
					className="min-w-0 flex-1"
					value={view.find}
					label={t('find')}
					onChange={(find) => onChange({ ...view, find })}
				/>
				<Menu
					button={
						<Button icon={ListFilter} aria-label={t('filterNamed', { count: filters, text: format.count(filters) })}>
							{t('filter')}
							{filters > 0 && <span className="tabular">{format.count(filters)}</span>}
						</Button>
					}
					items={useFilterItems(view, onChange)}
				/>
				<Menu
					button={<Button icon={ArrowDownUp} aria-label={t('orderNamed', { order: orderName })} className="px-1.5" />}
					items={orders.map((order) => ({
						id: order,
						label: t(`order.${order}`),
						checked: order === view.order && !view.isTurned,
						onSelect: () => onChange({ ...view, order, isTurned: false }),
					}))}
				/>
				{columnMenu}
			</div>
		</header>
	);
}

function useFilterItems(view: ListView, onChange: (view: ListView) => void): readonly MenuItem[] {
	const { t } = useTranslation('plugins');
	const { t: common } = useTranslation();
	const { types, states } = view;
	return [
		...componentTypes.map(
			(type): MenuItem => ({
				id: type,
				label: common(`type.${type}`),
				checked: types.includes(type),
				onSelect: () => onChange({ ...view, types: without(types, type) ?? [...types, type] }),
			}),
		),
		...conditions.map(
			(state, index): MenuItem => ({
				id: state,
				label: common(`pluginState.${state}`),
				checked: states.includes(state),
				separated: index === 0,
				onSelect: () => onChange({ ...view, states: without(states, state) ?? [...states, state] }),
			}),
		),
		{
			id: 'clear',
			label: t('showAll'),
			separated: true,
			disabled: types.length + states.length === 0,
			onSelect: () => onChange({ ...view, types: [], states: [] }),
		},
	];
}

/** Undefined: it was not among them. */
function without<T>(values: readonly T[], value: T): readonly T[] | undefined {
	return values.includes(value) ? values.filter((other) => other !== value) : undefined;
}
