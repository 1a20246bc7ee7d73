import { Package } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SourceAnswer } from '../../../shared/api/catalogue-routes.ts';
import { FailureSentences } from '../../components/text/failure-sentences.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { useFormat } from '../../lib/text/use-format.ts';

/** Which source this is, when it was read, what it holds, and which packages of it cannot be used. */
export function SourceBar({ source }: { readonly source: SourceAnswer }) {
	const { t } = useTranslation('catalogue');
	const format = useFormat();
	if (source.source === null) return null;
	const { plugins, versions, readAt, skipped, leftOut } = source;
	return (
		<div className="flex shrink-0 flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-line px-4 py-2 text-small text-muted">
			<span className="flex min-w-0 items-baseline gap-1.5">
				<Package size={14} aria-hidden className="shrink-0 self-center" />
				<span className="sr-only">{t('source.label')}</span>
				<PluginText max={300} className="font-mono">
					{source.source}
				</PluginText>
			</span>
			{readAt !== null && (
				<>
					<span className="tabular">
						{t('holds', { plugins: format.count(plugins), versions: format.count(versions) })}
					</span>
					<span title={format.fullTime(readAt)}>{t('readAt', { time: format.time(readAt) })}</span>
				</>
			)}
			{leftOut > 0 && (
				<details className="min-w-0 basis-full">
					<summary className="w-fit cursor-pointer text-attention">
						{t('leftOut', { count: leftOut, text: format.count(leftOut) })}
					</summary>
					<ul className="mt-1 ml-4 flex max-h-40 flex-col gap-1 overflow-y-auto">
						{skipped.map(({ file, why }) => (
							<li key={file}>
								<PluginText max={200} className="font-mono">
									{file}
								</PluginText>
								<FailureSentences error={why} />
							</li>
						))}
					</ul>
				</details>
			)}
		</div>
	);
}
