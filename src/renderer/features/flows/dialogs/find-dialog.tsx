import { useTranslation } from 'react-i18next';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { useEditorView } from '../editor/editor-context.ts';
import { useInputText } from '../editor/use-component-words.ts';
import { type ComponentId, orderOf, pluginOf } from '../model/document.ts';
import { PickList } from './pick-list.tsx';

/** Which component of the flow to go to. */
export function FindDialog({ onClose }: { onClose(found: ComponentId | null): void }) {
	const { t } = useTranslation('flows');
	const { editor, roleOf } = useEditorView();
	const inputText = useInputText();
	const picks = orderOf(editor.document).map((component) => {
		const role = roleOf(component);
		const inputs = component.inputs.map(inputText).join(t('comma'));
		return {
			key: component.id,
			name: component.name,
			role,
			kind: t(`role.${role ?? 'unknown'}`),
			about: inputs === '' ? '' : t('canvas.takes', { names: inputs }),
			also: pluginOf(component) ?? '',
		};
	});
	return (
		<Dialog open onClose={() => onClose(null)} title={t('find.title')}>
			<div className="flex flex-col gap-3">
				<PickList
					search={t('add.search')}
					none={t('add.none')}
					groups={[{ title: t('add.list'), isTitleShown: false, picks }]}
					onPick={({ key }) => onClose(key)}
				/>
			</div>
		</Dialog>
	);
}
