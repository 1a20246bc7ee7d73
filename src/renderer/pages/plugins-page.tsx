import clsx from 'clsx';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Tabs } from '../components/controls/tabs.tsx';
import { Split } from '../components/panes/split.tsx';
import { PluginFrame } from '../features/plugins/detail/plugin-frame.tsx';
import { PluginLogs } from '../features/plugins/detail/plugin-logs.tsx';
import { PluginNotes } from '../features/plugins/detail/plugin-notes.tsx';
import { PluginOverview } from '../features/plugins/detail/plugin-overview.tsx';
import { PluginVersions } from '../features/plugins/detail/plugin-versions.tsx';
import { PluginList } from '../features/plugins/list/plugin-list.tsx';
import { PluginRuns } from '../features/runs/list/plugin-runs.tsx';
import { BESIDE, useMedia } from '../lib/hooks/use-media.ts';
import { loadLater } from '../lib/load-later.tsx';
import { navigate } from '../lib/nav/hash-location.ts';
import { links, type PluginTab, pluginTabs } from '../lib/nav/links.ts';
import { withListView } from '../lib/nav/list-place.ts';
import { useScreenTitle } from '../lib/nav/screen-title.ts';

const PolicyEditor = loadLater(async () => (await import('../features/policy/policy-editor.tsx')).PolicyEditor);
const TestConsole = loadLater(async () => (await import('../features/console/test-console.tsx')).TestConsole);

/** All plugins as a table; once one is open the list on the left and the plugin on the right; where there is no room for both, either of them. */
export function PluginsPage({ name, tab }: { readonly name: string | null; readonly tab: string }) {
	const { t } = useTranslation('plugin');
	const { t: shell } = useTranslation('shell');
	const chosen = pluginTabs.find((known) => known === tab) ?? 'overview';
	const isBeside = useMedia(BESIDE);
	useScreenTitle(name === null ? shell('nav.plugins') : [name, t(`tabs.${chosen}`)].join(' · '));
	return (
		<Split
			pane="pluginList"
			label={t('resizeList')}
			axis="x"
			least={280}
			leastRest={420}
			isOff={!isBeside || name === null}
			className="flex h-full min-h-0"
			paneClasses={[
				clsx(
					'flex h-full shrink-0 flex-col single:w-full',
					name === null ? 'w-full' : 'w-[clamp(340px,38%,560px)] single:hidden',
				),
				clsx('flex h-full min-w-0 flex-1 flex-col', name === null && 'hidden'),
			]}
		>
			<PluginList selected={name} />
			{name !== null && (
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
		</Split>
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
