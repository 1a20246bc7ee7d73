import { useTranslation } from 'react-i18next';
import type { Flow } from '../../../../shared/flow/flow-file.ts';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { DifferenceTable } from '../../../components/data/difference-table.tsx';
import { useEditorView } from '../editor/editor-context.ts';
import { flowDifference } from '../file/flow-difference.ts';
import { flowOf } from '../model/write-flow.ts';

/** What differs between the flow in the editor and the same flow elsewhere, place by place. */
export function DifferenceDialog({
	flow,
	where,
	onClose,
}: {
	readonly flow: Flow;
	/** What the other is called. */
	readonly where: string;
	onClose(): void;
}) {
	const { t } = useTranslation('flows');
	const { editor } = useEditorView();
	const differences = flowDifference(flowOf(editor.document), flow);
	return (
		<Dialog open onClose={onClose} width="large" title={t('difference.title')}>
			{differences.length === 0 ? (
				<p>{t('difference.none')}</p>
			) : (
				<DifferenceTable
					differences={differences}
					label={t('difference.title')}
					before={t('difference.here')}
					after={where}
				/>
			)}
		</Dialog>
	);
}
