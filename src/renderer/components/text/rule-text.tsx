import { useTranslation } from 'react-i18next';
import { plainText } from '../../lib/text/plain-text.ts';
import { placeOfRule } from '../../lib/text/rule-place.ts';
import { PluginText } from './plugin-text.tsx';

const MAX = 500;

/** A rule by its place in the policy, in the window's language; as the engine names it where it has no such place. */
export function RuleText({ rule }: { readonly rule: string }) {
	const { t } = useTranslation();
	const { field, index, entry } = placeOfRule(rule);
	const title = plainText(rule).slice(0, MAX);
	if (field === null) {
		return (
			<PluginText className="font-mono" max={MAX}>
				{rule}
			</PluginText>
		);
	}
	if (index < 0) return <span title={title}>{t(`rule.${field}`)}</span>;
	return (
		<span title={title}>
			{t('rule.entry', { list: t(`rule.${field}`), number: String(index + 1) })}
			{entry !== '' && (
				<>
					{t('colon')}
					<PluginText className="font-mono" max={MAX}>
						{entry}
					</PluginText>
				</>
			)}
		</span>
	);
}
