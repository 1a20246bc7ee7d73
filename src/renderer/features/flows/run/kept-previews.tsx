import { useTranslation } from 'react-i18next';
import { useEditorView } from '../editor/editor-context.ts';
import { componentOf, linkId, linksOf } from '../model/document.ts';
import { PanelSection } from '../panel/panel-section.tsx';
import { LinkData } from './link-data.tsx';

/** What the previews of the flow kept in the run that is shown: its results, where it writes no file. */
export function KeptPreviews() {
	const { t } = useTranslation('flows');
	const { editor, run } = useEditorView();
	const { document } = editor;
	if (run === null || run.status === 'running') return null;
	const links = linksOf(document).filter((link) => {
		const went = run.links.get(linkId(link));
		return componentOf(document, link.to)?.use === 'preview' && went !== undefined && went.records > 0;
	});
	if (links.length === 0) return null;
	return (
		<PanelSection title={t('run.previews')}>
			{links.map((link) => (
				<LinkData key={linkId(link)} link={link} title={componentOf(document, link.to)?.name ?? ''} />
			))}
		</PanelSection>
	);
}
