import clsx from 'clsx';
import { Zap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PreloadState } from '../../../shared/plugin/preload.ts';

/** That a plugin is to be ready from the start, and whether it is: filled it is. */
export function PreloadMark({ state }: { readonly state: PreloadState }) {
	const { t } = useTranslation();
	const text = t(`preload.${state}`);
	return (
		<span
			title={text}
			className={clsx('shrink-0 self-center', state === 'not_ready' ? 'text-attention' : 'text-muted')}
		>
			<Zap size={12} aria-hidden fill={state === 'ready' ? 'currentColor' : 'none'} />
			<span className="sr-only">{text}</span>
		</span>
	);
}
