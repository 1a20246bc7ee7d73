import { useTranslation } from 'react-i18next';
import { useRoute } from '../../client/engine.tsx';
import { CopyButton } from '../../components/controls/copy-button.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { Group, SettingRow } from './setting-row.tsx';

/** What helps whoever looks into a problem, to be read before it is copied. */
export function Diagnostics() {
	const { t } = useTranslation('settings');
	const { data, error, refetch } = useRoute('diagnostics.get', {}, { ofDisk: true });
	return (
		<Group title={t('diagnostics.title')}>
			<SettingRow label={t('diagnostics.version')}>
				{() => <span className="tabular">{data?.version ?? '…'}</span>}
			</SettingRow>
			<SettingRow label={t('diagnostics.label')} hint={t('diagnostics.hint')}>
				{() => data !== undefined && <CopyButton wide text={data.text} label={t('diagnostics.copy')} />}
			</SettingRow>
			{error !== null && <ErrorNote error={error} onRetry={() => void refetch()} className="m-3" />}
			{data !== undefined && (
				<details className="px-3 py-2">
					<summary className="text-muted">{t('diagnostics.show')}</summary>
					{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys */}
					<pre tabIndex={0} className="mt-2 max-h-72 overflow-auto rounded-base bg-sunken p-3 whitespace-pre-wrap">
						<PluginText>{data.text}</PluginText>
					</pre>
				</details>
			)}
		</Group>
	);
}
