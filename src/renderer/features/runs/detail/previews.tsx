import { useTranslation } from 'react-i18next';
import type { KeptWhy } from '../../../../shared/run/kept.ts';
import type { Preview } from '../../../../shared/run/preview.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { DataView } from '../../../components/data/data-view.tsx';

/** The beginning of what went in and of what came out. */
export function Previews({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	if (run.status === 'running') return null;
	return (
		<div className="flex flex-col gap-4">
			<OnePreview
				title={t('preview.input')}
				preview={run.inputPreview}
				bytes={run.bytesIn}
				records={run.recordsIn}
				none={t('preview.noInput')}
				why={run.keeping?.input}
			/>
			<OnePreview
				title={t('preview.output')}
				preview={run.outputPreview}
				bytes={run.bytesOut}
				records={run.recordsOut}
				none={run.stages.at(-1)?.type === 'destination' ? t('preview.written') : t('preview.noOutput')}
				why={run.keeping?.output}
			/>
		</div>
	);
}

function OnePreview({
	title,
	preview,
	bytes,
	records,
	none,
	why = 'setting',
}: {
	readonly title: string;
	readonly preview: Preview | null;
	readonly bytes: number;
	readonly records: number;
	readonly none: string;
	/** Of a run of an older version nobody knows: that it is not kept. */
	readonly why: KeptWhy | undefined;
}) {
	const { t } = useTranslation('run');
	if (preview !== null) return <DataView title={title} {...preview} records={records} maxHeight={260} />;
	return (
		<section>
			<h3 className="font-medium">{title}</h3>
			<p className="text-muted">{bytes === 0 ? none : t(`kept.why.${why}`)}</p>
		</section>
	);
}
