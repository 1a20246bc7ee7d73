import { ArrowLeft, Blocks } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../../../client/engine.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { EmptyState, ErrorNote } from '../../../components/notes.tsx';
import { links } from '../../../lib/nav/links.ts';
import { withListView } from '../../../lib/nav/list-place.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { PluginHeader } from './plugin-header.tsx';

/** A plugin's header above its tabs; without the plugin, why there is nothing. */
export function PluginFrame({ name, children }: { readonly name: string; readonly children: ReactNode }) {
	const { t } = useTranslation('plugin');
	const { data, error, refetch } = useRoute('plugins.get', { name });
	// After an uninstall the last answer is still known: the error is newer.
	if (error?.code === 'not_found' || error?.code === 'invalid_input') {
		return (
			<EmptyState
				icon={Blocks}
				title={t('gone', { name: plainText(name) })}
				action={<Link to={links.runs({ plugin: name })}>{t('goneAction')}</Link>}
			>
				{t('goneText')}
			</EmptyState>
		);
	}
	return (
		<div className="flex min-h-0 flex-1 flex-col short:overflow-y-auto short:*:shrink-0 short:*:last:min-h-full">
			<Link to={withListView(links.plugins())} className="flex items-center gap-1 px-4 pt-2 beside:hidden">
				<ArrowLeft size={14} aria-hidden />
				{t('toList')}
			</Link>
			{data === undefined && error !== null ? (
				<div className="p-4">
					<ErrorNote error={error} onRetry={() => void refetch()} />
				</div>
			) : (
				<PluginHeader name={name} />
			)}
			{children}
		</div>
	);
}
