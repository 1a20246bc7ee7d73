import clsx from 'clsx';
import { Blocks } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/notes.tsx';
import { PluginList } from '../features/plugins/list/plugin-list.tsx';
import { loadLater } from '../lib/load-later.tsx';

const PluginDetail = loadLater(async () => (await import('./plugin-detail.tsx')).PluginDetail);

/** The list on the left, one plugin on the right; where there is no room for both, either of them. */
export function PluginsPage({ name, tab }: { readonly name: string | null; readonly tab: string }) {
	const { t } = useTranslation('plugin');
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
					<Suspense>
						<PluginDetail name={name} tab={tab} />
					</Suspense>
				)}
			</div>
		</div>
	);
}
