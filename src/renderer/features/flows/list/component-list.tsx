import clsx from 'clsx';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/controls/button.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { onListKey } from '../../../lib/keys/screen-parts.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { iconOf } from '../editor/component-icon.ts';
import { ComponentCounts, ComponentRate, ComponentState } from '../editor/component-state.tsx';
import { useEditorView } from '../editor/editor-context.ts';
import { useInputText } from '../editor/use-component-words.ts';
import { type EditedComponent, linkId, orderOf, pluginOf } from '../model/document.ts';
import { ComponentMenu } from './component-menu.tsx';

/** A flow as a list, those that give before those that take: all that the canvas can, without one. */
export function ComponentList() {
	const { t } = useTranslation('flows');
	const { editor, ask } = useEditorView();
	const { document } = editor;
	return (
		<div className="flex min-w-0 flex-col">
			<table className="w-full table-fixed">
				<caption className="sr-only">{t('list.caption')}</caption>
				<thead>
					<tr className="h-8 border-b border-line text-left text-label text-muted">
						<th scope="col" className="px-2 pl-4 font-medium">
							{t('list.component')}
						</th>
						<th scope="col" className="w-[28%] px-2 font-medium slim:hidden">
							{t('list.takes')}
						</th>
						<th scope="col" className="w-52 px-2 font-medium">
							{t('list.state')}
						</th>
						<th scope="col" className="w-11">
							<span className="sr-only">{t('list.actions')}</span>
						</th>
					</tr>
				</thead>
				<tbody data-list onKeyDown={onListKey}>
					{orderOf(document).map((component) => (
						<Row key={component.id} component={component} />
					))}
				</tbody>
			</table>
			<div className="px-4 py-3">
				<Button icon={Plus} onClick={() => ask({ kind: 'add', after: editor.active, link: null })}>
					{t('add.open')}
				</Button>
			</div>
		</div>
	);
}

function Row({ component }: { readonly component: EditedComponent }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { editor, roleOf, run } = useEditorView();
	const inputText = useInputText();
	const role = roleOf(component);
	const Icon = iconOf(role);
	const isActive = editor.active === component.id;
	/** Batches on their way to it that it has not taken yet. */
	const waiting = component.inputs
		.flatMap((input) => ('from' in input ? [run?.links.get(linkId({ ...input, to: component.id }))?.waiting ?? 0] : []))
		.reduce((sum, each) => sum + each, 0);
	const inputs = component.inputs.map(inputText).join(t('comma'));
	return (
		<tr
			className={clsx(
				'h-11 border-b border-line [&>td]:px-2',
				editor.selected.includes(component.id) ? 'bg-selected' : 'hover:bg-hover',
			)}
		>
			<th scope="row" className="pr-2 pl-4 text-left font-normal">
				<button
					type="button"
					data-row
					data-flow-component={component.id}
					aria-current={isActive ? 'true' : undefined}
					aria-keyshortcuts="Enter A C Delete"
					onClick={(event) => {
						const { selected } = editor;
						const isMore = event.ctrlKey || event.metaKey;
						if (!isMore) editor.select([component.id]);
						else
							editor.select(
								selected.includes(component.id)
									? selected.filter((id) => id !== component.id)
									: [...selected, component.id],
							);
					}}
					onFocus={() => {
						if (!editor.selected.includes(component.id)) editor.select([component.id]);
					}}
					className="flex w-full min-w-0 items-center gap-2 rounded-small py-1 text-left"
				>
					<Icon size={16} aria-hidden className="shrink-0 text-muted" />
					<span className="min-w-0 flex-1">
						<span className="block truncate font-medium">
							<PluginText max={200}>{component.name}</PluginText>
						</span>
						<span className="block truncate text-small text-muted">
							{t(`role.${role ?? 'unknown'}`)}
							{pluginOf(component) !== null && pluginOf(component) !== component.name && (
								<>
									{' · '}
									<PluginText max={200}>{pluginOf(component) ?? ''}</PluginText>
								</>
							)}
							<span className="hidden slim:inline">{inputs === '' ? '' : ` ← ${inputs}`}</span>
						</span>
					</span>
				</button>
			</th>
			<td className="truncate text-small slim:hidden" title={inputs}>
				{inputs === '' ? <span className="text-muted">{'–'}</span> : <PluginText max={500}>{inputs}</PluginText>}
				{waiting > 0 && (
					<span className="tabular block truncate text-attention">
						{t('run.waiting', { count: waiting, text: format.count(waiting) })}
					</span>
				)}
			</td>
			<td className="py-1 text-small">
				<span className="flex flex-wrap gap-x-2">
					<ComponentState component={component} />
					<ComponentRate component={component} />
				</span>
				<ComponentCounts component={component} />
			</td>
			<td>
				<ComponentMenu component={component} />
			</td>
		</tr>
	);
}
