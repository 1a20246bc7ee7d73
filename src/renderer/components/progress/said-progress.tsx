import { useTranslation } from 'react-i18next';
import type { SaidProgress } from '../../../shared/run/run.ts';
import type { ProgressSample } from '../../lib/runs/run-progress.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { PluginText } from '../text/plugin-text.tsx';
import { ProgressBar } from './progress.tsx';

/** How far plugins say that they are: their word, apart from what was counted. Nothing where none says anything. */
export function SaidByPlugins({ stages }: { readonly stages: ProgressSample['stages'] }) {
	const { t } = useTranslation('run');
	const speaking = stages.flatMap(({ plugin, said }, position) => (said === null ? [] : [{ plugin, said, position }]));
	if (speaking.length === 0) return null;
	return (
		<section aria-label={t('said.title')} className="flex flex-col gap-1">
			<p className="text-small text-muted">{t('said.title')}</p>
			<ul className="flex flex-col gap-1">
				{speaking.map(({ plugin, said, position }) => (
					<li key={position} className="flex flex-wrap items-center gap-x-3 gap-y-1">
						<span className="min-w-32">
							<PluginText>{plugin}</PluginText>
						</span>
						<Said plugin={plugin} said={said} />
					</li>
				))}
			</ul>
		</section>
	);
}

function Said({ plugin, said: { done, total } }: { readonly plugin: string; readonly said: SaidProgress }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	const isKnown = total > 0;
	return (
		<>
			{isKnown && (
				<div className="min-w-24 max-w-64 flex-1">
					<ProgressBar value={done / total} label={t('said.of', { name: plugin })} />
				</div>
			)}
			<span className="tabular">
				{isKnown
					? `${t('progress.of', { part: format.count(done), whole: format.count(total) })} (${format.percent(done / total)})`
					: format.count(done)}
			</span>
		</>
	);
}
