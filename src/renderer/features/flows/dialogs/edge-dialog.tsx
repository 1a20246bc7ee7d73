import { Plus, Unlink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';
import { usePortText } from '../editor/use-component-words.ts';
import { componentOf, type Link } from '../model/document.ts';
import { LinkData } from '../run/link-data.tsx';

/** One connection: what went along it last, and what can be done with it. */
export function EdgeDialog({ link, onClose }: { readonly link: Link; onClose(): void }) {
	const { t } = useTranslation('flows');
	const { editor, ask } = useEditorView();
	const actions = useComponentActions(editor);
	const portText = usePortText();
	const nameOf = (id: string): string => plainText((componentOf(editor.document, id)?.name ?? '').slice(0, 100));
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('edge.title', { from: portText(nameOf(link.from), link.port), to: nameOf(link.to) })}
			actions={
				<>
					<Button
						icon={Unlink}
						tone="danger"
						onClick={() => {
							actions.disconnect(link);
							onClose();
						}}
					>
						{t('edge.remove')}
					</Button>
					<Button icon={Plus} data-autofocus onClick={() => ask({ kind: 'add', after: null, link })}>
						{t('edge.insert')}
					</Button>
				</>
			}
		>
			<LinkData link={link} />
		</Dialog>
	);
}
