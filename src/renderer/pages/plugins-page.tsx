import clsx from 'clsx';
import { Blocks } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Tabs } from '../components/controls/tabs.tsx';
import { EmptyState } from '../components/notes.tsx';
import { PluginFrame } from '../features/plugins/detail/plugin-frame.tsx';
import { PluginLogs } from '../features/plugins/detail/plugin-logs.tsx';
import { PluginNotes } from '../features/plugins/detail/plugin-notes.tsx';
import { PluginOverview } from '../features/plugins/detail/plugin-overview.tsx';
import { PluginVersions } from '../features/plugins/detail/plugin-versions.tsx';
import { PluginList } from '../features/plugins/list/plugin-list.tsx';
import { PluginRuns } from '../features/runs/list/plugin-runs.tsx';
import { loadLater } from '../lib/load-later.tsx';
import { navigate } from '../lib/nav/hash-location.ts';
import { links, type PluginTab, pluginTabs } from '../lib/nav/links.ts';
import { withListView } from '../lib/nav/list-place.ts';
import { useScreenTitle } from '../lib/nav/screen-title.ts';

const PolicyEditor = loadLater(async () => (await import('../features/policy/policy-editor.tsx')).PolicyEditor);
const TestConsole = loadLater(async () => (await import('../features/console/test-console.tsx')).TestConsole);

/** The list on the left, one plugin on the right; where there is no room for both, either of them. */
export function PluginsPage({ name, tab }: { readonly name: string | null; readonly tab: string }) {
	const { t } = useTranslation('plugin');
	const { t: shell } = useTranslation('shell');
	const chosen = pluginTabs.find((known) => known === tab) ?? 'overview';
	useScreenTitle(name === null ? shell('nav.plugins') : [name, t(`tabs.${chosen}`)].join(' · '));
	return (
		<div className="flex h-full min-h-0">
			<div
				className={clsx(
					'flex h-full w-[clamp(340px,38%,560px)] shrink-0 flex-col border-r border-line single:w-full single:border-r-0',
					name !== null && 'single:hidden',
				)}
			>
				<PluginList selected={name} />
			</div>
			<div className={clsx('flex h-full min-w-0 flex-1 flex-col', name === null && 'single:hidden')}>
				{name === null ? (
					<EmptyState icon={Blocks} title={t('nothingChosen')} />
				) : (
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
				)}
			</div>
		</div>
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
	}
}
