import { useTranslation } from 'react-i18next';
import { entriesInForce, type PowerName, powerNames } from '../../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { useRoute } from '../../../client/engine.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** More entries of a list are counted, not named. */
const NAMED = 2;

/** What the plugin may do, by the policy in force, in one line of sentences. */
export function MayDo({ name }: { readonly name: string }) {
	const { data } = useRoute('policy.show', { name });
	const { i18n } = useTranslation();
	const sentences = useSentences(data?.effective);
	if (data === undefined) return null;
	const text = sentences.join(i18n.language.startsWith('zh') ? '' : ' ');
	// One line, so that the tabs below stand where they stand for every plugin; the policy tells it at length.
	return (
		<p className="truncate text-small text-muted" title={text}>
			<bdi>{text}</bdi>
		</p>
	);
}

function useSentences(policy: SecurityPolicy | undefined): readonly string[] {
	const { t, i18n } = useTranslation('plugin');
	const format = useFormat();
	if (policy === undefined) return [];
	const listed = (entries: readonly string[]): string => {
		const shown = entries.slice(0, NAMED).map(plainText);
		const more = entries.length - shown.length;
		if (more > 0) shown.push(t('mayDo.more', { count: more, text: format.count(more) }));
		return new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(shown);
	};
	const sentence = (key: 'write' | 'read' | 'reach' | 'variables', entries: readonly string[]): readonly string[] =>
		entries.length === 0 ? [] : [t(`mayDo.${key}`, { list: listed(entries) })];
	const of: Readonly<Record<PowerName, (entries: readonly string[]) => readonly string[]>> = {
		files: (paths) => [
			...sentence(
				'write',
				paths.filter((path) => !path.endsWith(':ro')),
			),
			...sentence(
				'read',
				paths.filter((path) => path.endsWith(':ro')).map((path) => path.slice(0, -3)),
			),
		],
		network: (hosts) => sentence('reach', hosts),
		environment: (names) => sentence('variables', names),
	};
	const powers = powerNames.flatMap((power) => of[power](entriesInForce(policy, power)));
	return [
		...(powers.length === 0 ? [t('mayDo.nothing')] : powers),
		t('mayDo.limits', {
			memory: format.bytes(policy.max_memory),
			time: format.duration(policy.max_execution_time),
		}),
	];
}
