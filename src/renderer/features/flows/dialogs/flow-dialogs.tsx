import { type Question, useEditorView } from '../editor/editor-context.ts';
import { AddDialog } from './add-dialog.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { EdgeDialog } from './edge-dialog.tsx';

/** What the editor asks just now. */
export function FlowDialogs({ question, onClose }: { readonly question: Question | null; onClose(): void }) {
	const { show } = useEditorView();
	switch (question?.kind) {
		case 'add':
			return (
				<AddDialog
					question={question}
					onClose={(added) => {
						onClose();
						// What was added is what one goes on with, once the dialog has given the keys back.
						if (added !== null) setTimeout(() => show(added));
					}}
				/>
			);
		case 'connect':
			return <ConnectDialog from={question.from} onClose={onClose} />;
		case 'edge':
			return <EdgeDialog link={question.link} onClose={onClose} />;
		case undefined:
			return null;
	}
}
