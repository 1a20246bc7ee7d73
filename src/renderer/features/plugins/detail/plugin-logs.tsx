import { useTranslation } from 'react-i18next';
import { LogPanel } from '../../../components/logs/log-panel.tsx';

/** What this plugin wrote to its log, in all its runs, live. */
export function PluginLogs({ name }: { readonly name: string }) {
	const { t } = useTranslation('plugin');
	return (
		<div className="flex h-full min-h-0 flex-col">
			<LogPanel plugin={name} label={t('logs.title', { name })} live withRun />
		</div>
	);
}
