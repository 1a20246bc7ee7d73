import { Copy, CopyPlus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/controls/button.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';

/** What can be done with several components at once. */
export function ManyPanel() {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { editor } = useEditorView();
	const actions = useComponentActions(editor);
	const { selected, document } = editor;
	return (
		<div className="flex flex-col gap-4 p-4">
			<h2 tabIndex={-1} data-panel-title data-takes-focus className="text-title font-semibold">
				{t('many.title', { count: selected.length, text: format.count(selected.length) })}
			</h2>
			<ul className="flex flex-col gap-1">
				{document.components
					.filter(({ id }) => selected.includes(id))
					.map(({ id, name }) => (
						<li key={id} className="truncate">
							<PluginText max={200}>{name}</PluginText>
						</li>
					))}
			</ul>
			<div className="flex flex-wrap gap-2">
				<Button icon={CopyPlus} onClick={() => actions.duplicate(selected)}>
					{t('component.duplicate')}
				</Button>
				<Button icon={Copy} onClick={() => actions.copy(selected)}>
					{t('component.copy')}
				</Button>
				<Button icon={Trash2} tone="danger" onClick={() => actions.remove(selected)}>
					{t('component.remove')}
				</Button>
			</div>
		</div>
	);
}
