import { useTranslation } from 'react-i18next';
import { DataView } from '../../../components/data/data-view.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { type Link, linkId } from '../model/document.ts';

/** The first records that went along a connection in the run that is shown. */
export function LinkData({ link, title }: { readonly link: Link; readonly title?: string }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { run } = useEditorView();
	const went = run?.links.get(linkId(link));
	if (went === undefined) return <p className="text-muted">{t('data.none')}</p>;
	const records = t('count', { count: went.records, text: format.count(went.records) });
	return (
		<div className="flex flex-col gap-2">
			{went.sample === null ? (
				<p className="text-muted">{t(went.records === 0 ? 'data.nothing' : 'data.notKept', { records })}</p>
			) : (
				<DataView title={title ?? records} {...went.sample} records={went.records} maxHeight={260} />
			)}
		</div>
	);
}
