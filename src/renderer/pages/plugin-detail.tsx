import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Tabs } from '../components/controls/tabs.tsx';
import { PluginFrame } from '../features/plugins/detail/plugin-frame.tsx';
import { PluginLogs } from '../features/plugins/detail/plugin-logs.tsx';
import { PluginNotes } from '../features/plugins/detail/plugin-notes.tsx';
import { PluginOverview } from '../features/plugins/detail/plugin-overview.tsx';
import { PluginVersions } from '../features/plugins/detail/plugin-versions.tsx';
import { PluginRuns } from '../features/runs/list/plugin-runs.tsx';
import { loadLater } from '../lib/load-later.tsx';
import { navigate } from '../lib/nav/hash-location.ts';
import { links, type PluginTab, pluginTabs } from '../lib/nav/links.ts';
import { withListView } from '../lib/nav/list-place.ts';

const PolicyEditor = loadLater(async () => (await import('../features/policy/policy-editor.tsx')).PolicyEditor);
const DevelopPanel = loadLater(
	async () => (await import('../features/authoring/panel/develop-panel.tsx')).DevelopPanel,
);
const TestConsole = loadLater(async () => (await import('../features/console/test-console.tsx')).TestConsole);

/** One plugin, under its tabs. */
export function PluginDetail({ name, tab }: { readonly name: string; readonly tab: string }) {
	const { t } = useTranslation('plugin');
	const chosen = pluginTabs.find((known) => known === tab) ?? 'overview';
	return (
		<PluginFrame key={name} name={name}>
			<Tabs
				label={t('tabs.label')}
				value={chosen}
				tabs={pluginTabs.map((value) => ({ value, label: t(`tabs.${value}`) }))}
				onChange={(next) => navigate(withListView(links.plugin(name, next)))}
			>
				<PluginNotes name={name} />
				<div className="min-h-0 flex-1 overflow-auto">
					<Suspense>{panelOf(chosen, name)}</Suspense>
				</div>
			</Tabs>
		</PluginFrame>
	);
}

function panelOf(tab: PluginTab, name: string) {
	switch (tab) {
		case 'overview':
			return <PluginOverview name={name} />;
		case 'policy':
			return <PolicyEditor name={name} />;
		case 'test':
			return <TestConsole name={name} />;
		case 'runs':
			return <PluginRuns name={name} />;
		case 'versions':
			return <PluginVersions name={name} />;
		case 'logs':
			return <PluginLogs name={name} />;
		case 'develop':
			return <DevelopPanel name={name} />;
	}
}
