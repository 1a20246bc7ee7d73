import { useTranslation } from 'react-i18next';
import type { Preview, RunDetail } from '../../../../shared/run/run.ts';
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
			/>
			<OnePreview
				title={t('preview.output')}
				preview={run.outputPreview}
				bytes={run.bytesOut}
				records={run.recordsOut}
				none={run.stages.at(-1)?.type === 'destination' ? t('preview.written') : t('preview.noOutput')}
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
}: {
	readonly title: string;
	readonly preview: Preview | null;
	readonly bytes: number;
	readonly records: number;
	readonly none: string;
}) {
	const { t } = useTranslation('run');
	if (preview !== null) return <DataView title={title} {...preview} records={records} maxHeight={260} />;
	return (
		<section>
			<h3 className="font-medium">{title}</h3>
			<p className="text-muted">{bytes === 0 ? none : t('preview.off')}</p>
		</section>
	);
}
