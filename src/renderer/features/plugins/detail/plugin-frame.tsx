import { ArrowLeft, Blocks } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../../../client/engine.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { EmptyState, ErrorNote } from '../../../components/notes.tsx';
import { useKeys } from '../../../lib/keys/use-keys.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { withListView } from '../../../lib/nav/list-place.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { PluginHeader } from './plugin-header.tsx';

/** A plugin's header above its tabs; without the plugin, why there is nothing. */
export function PluginFrame({ name, children }: { readonly name: string; readonly children: ReactNode }) {
	const { t } = useTranslation('plugin');
	const { data, error, refetch } = useRoute('plugins.get', { name });
	const back = useRef<HTMLDivElement>(null);
	// Beside the list there is nothing to leave.
	useKeys({ leave: () => back.current?.checkVisibility() === true && navigate(withListView(links.plugins())) });
	// After an uninstall the last answer is still known: the error is newer.
	if (error?.code === 'not_found' || error?.code === 'invalid_input') {
		return (
			<EmptyState
				icon={Blocks}
				title={t('gone', { name: plainText(name) })}
				action={
					<span className="flex flex-wrap justify-center gap-4">
						<Link to={links.runs({ plugin: name })}>{t('goneAction')}</Link>
						<Link to={links.pluginTrash()}>{t('goneTrash')}</Link>
					</span>
				}
			>
				{t('goneText')}
			</EmptyState>
		);
	}
	return (
		<div className="flex min-h-0 flex-1 flex-col short:overflow-y-auto short:*:shrink-0 short:*:last:min-h-full">
			<div ref={back} className="px-4 pt-2 beside:hidden">
				<Link to={withListView(links.plugins())} className="flex items-center gap-1">
					<ArrowLeft size={14} aria-hidden />
					{t('toList')}
				</Link>
			</div>
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
