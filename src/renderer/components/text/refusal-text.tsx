import { useTranslation } from 'react-i18next';
import { refusalKind } from '../../../shared/policy/refusal-kind.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { PluginText } from './plugin-text.tsx';

/** Why a rule refused, in the window's language; the engine's own sentence where the rule is not known here. */
export function RefusalText({ rule, reason }: { readonly rule: string; readonly reason: string }) {
	const { t } = useTranslation();
	const kind = refusalKind(rule);
	if (kind !== null) return <span title={plainText(reason)}>{t(`refusal.${kind}`)}</span>;
	return (
		<span lang="en">
			<PluginText max={500}>{reason}</PluginText>
		</span>
	);
}
