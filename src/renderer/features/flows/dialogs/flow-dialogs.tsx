import { type Question, useEditorView } from '../editor/editor-context.ts';
import type { ComponentId } from '../model/document.ts';
import { AddDialog } from './add-dialog.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { EdgeDialog } from './edge-dialog.tsx';
import { FindDialog } from './find-dialog.tsx';

/** What the editor asks just now. */
export function FlowDialogs({ question, onClose }: { readonly question: Question | null; onClose(): void }) {
	const { show } = useEditorView();
	/** What was made or found is what one goes on with, once the dialog has given the keys back. */
	const goOn = (component: ComponentId | null): void => {
		onClose();
		if (component !== null) setTimeout(() => show(component));
	};
	switch (question?.kind) {
		case 'add':
			return <AddDialog question={question} onClose={goOn} />;
		case 'find':
			return <FindDialog onClose={goOn} />;
		case 'connect':
			return <ConnectDialog from={question.from} onClose={onClose} />;
		case 'edge':
			return <EdgeDialog link={question.link} onClose={onClose} />;
		case undefined:
			return null;
	}
}
