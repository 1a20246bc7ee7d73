import { FileInput, Plus, Workflow } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/controls/button.tsx';
import { EmptyState } from '../../../components/notes.tsx';
import { useEditorView } from './editor-context.ts';
import { useComponentActions } from './use-component-actions.ts';

/** A flow with nothing in it yet. */
export function EmptyFlow() {
	const { t } = useTranslation('flows');
	const { editor, ask, show } = useEditorView();
	const actions = useComponentActions(editor);
	return (
		<EmptyState
			icon={Workflow}
			title={t('empty.title')}
			action={
				<>
					<Button
						tone="primary"
						icon={FileInput}
						data-flow-begin
						onClick={() => show(actions.add({ use: 'read-file' }, null))}
					>
						{t('empty.readFile')}
					</Button>
					<Button icon={Plus} onClick={() => ask({ kind: 'add', after: null, link: null })}>
						{t('empty.other')}
					</Button>
				</>
			}
		>
			{t('empty.text')}
		</EmptyState>
	);
}
