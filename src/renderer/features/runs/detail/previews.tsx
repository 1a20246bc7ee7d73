import { EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Preview, RunDetail } from '../../../../shared/run/run.ts';
import { useAction } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { DataView } from '../../../components/data/data-view.tsx';
import { useToasts } from '../../../components/toasts.tsx';

/** The beginning of what went in and of what came out. */
export function Previews({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const toasts = useToasts();
	const forget = useAction('runs.forgetPreviews');
	if (run.status === 'running') return null;
	const isKept = run.inputPreview !== null || run.outputPreview !== null;
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
			{isKept && (
				<p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-muted">
					<span className="min-w-0 flex-1 basis-60">{t('preview.kept')}</span>
					<Button
						icon={EyeOff}
						busy={forget.isPending}
						onClick={() =>
							void forget.mutateAsync({ id: run.id }).then(
								() => toasts.done(() => t('preview.forgotten')),
								(error: unknown) => toasts.failed(() => t('preview.forget'), error),
							)
						}
					>
						{t('preview.forget')}
					</Button>
				</p>
			)}
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
