import { useTranslation } from 'react-i18next';
import type { ConfigProblem } from '../../../shared/config/config-problem.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';

/** Characters of a plugin's word or pattern that a sentence shows. */
const MAX_TOLD = 200;

/** What is wrong at a place, in the window's language. */
export function useProblemText(): (problem: ConfigProblem) => string {
	const { t } = useTranslation('config');
	const format = useFormat();
	const told = (text: string): string => plainText(text.length <= MAX_TOLD ? text : `${text.slice(0, MAX_TOLD - 1)}…`);
	return (problem) => {
		switch (problem.kind) {
			case 'type':
				return t('problem.type', { text: problem.wanted.map((type) => t(`type.${type}`)).join(t('or')) });
			case 'choice': {
				const words = [...problem.choices.map(told), ...problem.types.map((type) => t(`type.${type}`))];
				const wanted = t('problem.choice', { text: words.join(t('or')) });
				return problem.near === null ? wanted : `${wanted} ${t('near', { text: told(problem.near) })}`;
			}
			case 'unknown':
				return problem.near === null
					? t('problem.unknown')
					: `${t('problem.unknown')} ${t('near', { text: told(problem.near) })}`;
			case 'pattern':
				return problem.example === null
					? t('problem.pattern', { text: told(problem.pattern) })
					: t('problem.patternExample', { example: told(problem.example) });
			case 'missing':
			case 'repeated':
			case 'contains':
			case 'ambiguous':
			case 'not_allowed':
				return t(`problem.${problem.kind}`);
			default:
				return t(`problem.${problem.kind}`, {
					text: Number.isInteger(problem.limit) ? format.count(problem.limit) : String(problem.limit),
				});
		}
	};
}
