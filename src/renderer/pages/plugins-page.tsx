import clsx from 'clsx';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Split } from '../components/panes/split.tsx';
import { PluginList } from '../features/plugins/list/plugin-list.tsx';
import { BESIDE, useMedia } from '../lib/hooks/use-media.ts';
import { loadLater } from '../lib/load-later.tsx';
import { pluginTabs } from '../lib/nav/links.ts';
import { useScreenTitle } from '../lib/nav/screen-title.ts';

const PluginDetail = loadLater(async () => (await import('./plugin-detail.tsx')).PluginDetail);

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
			least={300}
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
				<Suspense>
					<PluginDetail name={name} tab={tab} />
				</Suspense>
			)}
		</Split>
	);
}
