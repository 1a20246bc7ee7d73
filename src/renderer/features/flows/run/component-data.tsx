import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../../components/notes.tsx';
import { Facts } from '../../../components/page.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { usePortText } from '../editor/use-component-words.ts';
import { componentOf, type EditedComponent, linkId, linksOf } from '../model/document.ts';
import { givesRecords, takesRecords } from '../model/roles.ts';
import { PanelSection } from '../panel/panel-section.tsx';
import { LinkData } from './link-data.tsx';

/** What went into a component and what came out of it, in the run that is shown. */
export function ComponentData({ component }: { readonly component: EditedComponent }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { editor, run, roleOf } = useEditorView();
	const portText = usePortText();
	const { document } = editor;
	const done = run?.components.get(component.id);
	if (run === null || done === undefined) return null;
	const role = roleOf(component);
	const links = linksOf(document).filter((link) => run.links.has(linkId(link)));
	const nameOf = (id: string): string => componentOf(document, id)?.name ?? '';
	const error = run.run.stages.find((stage) => stage.component === component.name)?.error ?? null;
	const facts: readonly (readonly [string, string])[] = [
		...(takesRecords(role) ? [[t('data.taken'), format.count(done.recordsIn)] as const] : []),
		...(givesRecords(role) ? [[t('data.given'), format.count(done.recordsOut)] as const] : []),
		...(done.recordsDropped > 0 ? [[t('data.dropped'), format.count(done.recordsDropped)] as const] : []),
		...(done.recordsFailed > 0 ? [[t('data.failed'), format.count(done.recordsFailed)] as const] : []),
		...(done.perSecond === null ? [] : [[t('data.rate'), format.rate(done.perSecond)] as const]),
		...(done.busyShare === null ? [] : [[t('data.busy'), format.percent(done.busyShare)] as const]),
	];
	return (
		<PanelSection title={t('data.title')}>
			{error !== null && <ErrorNote error={error} />}
			<Facts facts={facts} />
			{run.status !== 'running' &&
				links
					.filter(({ from, to }) => from === component.id || to === component.id)
					.map((link) => (
						<LinkData
							key={linkId(link)}
							link={link}
							title={
								link.to === component.id
									? t('data.from', { name: portText(nameOf(link.from), link.port) })
									: t('data.to', { name: nameOf(link.to), port: t(`port.${link.port}`) })
							}
						/>
					))}
		</PanelSection>
	);
}
