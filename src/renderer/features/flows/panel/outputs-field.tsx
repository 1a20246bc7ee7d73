import { Link2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';
import { usePortText } from '../editor/use-component-words.ts';
import { componentOf, type EditedComponent, linkId, linksFrom } from '../model/document.ts';
import { goOnBeside } from './go-on.ts';
import { LinkOpener } from './link-opener.tsx';

/** Who takes what a component gives, by its ports. */
export function OutputsField({ component }: { readonly component: EditedComponent }) {
	const { t } = useTranslation('flows');
	const { editor, ask } = useEditorView();
	const actions = useComponentActions(editor);
	const portText = usePortText();
	const { document } = editor;
	const links = linksFrom(document, component.id);
	return (
		<fieldset className="flex min-w-0 flex-col gap-1">
			<legend className="mb-1 text-small font-medium">{t('outputs.title')}</legend>
			{links.length === 0 && <p className="text-small text-muted">{t('outputs.none')}</p>}
			{links.length > 0 && (
				<ul className="flex flex-col">
					{links.map((link) => {
						const text = portText(componentOf(document, link.to)?.name ?? '', link.port);
						return (
							<li key={linkId(link)} className="flex min-h-8 items-center gap-1 border-b border-line">
								<LinkOpener link={link} text={text} />
								<IconButton
									icon={X}
									data-removes
									label={t('outputs.remove', { name: plainText(text.slice(0, 200)) })}
									onClick={({ currentTarget }) => {
										goOnBeside(currentTarget);
										actions.disconnect(link);
									}}
								/>
							</li>
						);
					})}
				</ul>
			)}
			<Button icon={Link2} className="mt-1 self-start" onClick={() => ask({ kind: 'connect', from: component.id })}>
				{t('component.connect')}
			</Button>
		</fieldset>
	);
}
