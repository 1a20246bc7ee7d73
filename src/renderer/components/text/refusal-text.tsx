import { useTranslation } from 'react-i18next';
import type { DenialKind } from '../../../shared/policy/denial-kind.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { PluginText } from './plugin-text.tsx';

/** Why a rule refused, in the window's language; the engine's own sentence where the kind is not known here. */
export function RefusalText({ kind, reason }: { readonly kind: DenialKind | null; readonly reason: string }) {
	const { t } = useTranslation();
	if (kind !== null) return <span title={plainText(reason)}>{t(`refusal.${kind}`)}</span>;
	return (
		<span lang="en">
			<PluginText max={500}>{reason}</PluginText>
		</span>
	);
}
