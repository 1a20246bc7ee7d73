import { Zap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import type { PreloadedPlugin } from '../../../../shared/plugin/preload.ts';
import { useAction } from '../../../client/engine.tsx';
import { Switch } from '../../../components/controls/toggles.tsx';
import { Status, type Tone } from '../../../components/status.tsx';
import { FailureSentences } from '../../../components/text/failure-sentences.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { usePreloaded } from '../../../lib/runs/use-preloaded.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** Whether the plugin is to be ready from the program's start, and how far that is. */
export function PreloadRow({ plugin }: { readonly plugin: PluginRecord }) {
	const { t } = useTranslation('plugin');
	const toasts = useToasts();
	const set = useAction('plugins.preload');
	const { name } = plugin;
	const preloaded = usePreloaded().get(name);
	const save = async (preload: boolean): Promise<void> => {
		try {
			await set.mutateAsync({ name, preload });
		} catch (error) {
			toasts.failed(() => t('preload.failed', { name }), error);
		}
	};
	return (
		<div className="flex items-start gap-4 rounded-base border border-line px-3 py-2">
			<div className="min-w-0 flex-1">
				<p className="font-medium">{t('preload.label')}</p>
				<p className="text-small text-muted">{t('preload.hint')}</p>
				<div aria-live="polite" className="mt-1 text-small empty:hidden">
					{preloaded !== undefined && <State preloaded={preloaded} />}
					{/* What keeps it from running at all is said above, with the way on. */}
					{preloaded?.reason != null && (
						<FailureSentences error={preloaded.reason} withHint={plugin.state === 'ready'} withOriginal={false} />
					)}
				</div>
			</div>
			<Switch
				hideLabel
				label={t('preload.label')}
				checked={plugin.preload}
				disabled={set.isPending}
				onChange={(on) => void save(on)}
			/>
		</div>
	);
}

const tones: Readonly<Record<PreloadedPlugin['state'], Tone>> = {
	ready: 'ok',
	starting: 'running',
	waiting: 'neutral',
	marked: 'neutral',
	not_ready: 'attention',
};

function State({ preloaded: { state, bytes } }: { readonly preloaded: PreloadedPlugin }) {
	const { t } = useTranslation('plugin');
	const { t: common } = useTranslation();
	const format = useFormat();
	return (
		<Status tone={tones[state]} icon={Zap}>
			{bytes === null ? common(`preload.${state}`) : t('preload.holds', { bytes: format.bytes(bytes) })}
		</Status>
	);
}
