import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AskSubject } from '../../../../shared/policy/ask.ts';
import { useAskText } from '../../../lib/text/use-ask-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { GrantDraftState } from './use-grant-draft.ts';

const entryKinds: ReadonlySet<AskSubject['kind']> = new Set(['path', 'host', 'env']);

/** What the plugin will be able to do, in sentences, before it is installed. */
export function GrantResult({ draft }: { readonly draft: GrantDraftState }) {
	const { t, i18n } = useTranslation('install');
	const space = i18n.language.startsWith('zh') ? '' : ' ';
	const askText = useAskText();
	const format = useFormat();
	const powers = draft.asks.filter(({ subject }) => entryKinds.has(subject.kind));
	const { memory, time } = draft.draft;
	return (
		<section aria-label={t('result.title')} aria-live="polite" className="flex items-start gap-2 px-4 py-3">
			<ShieldCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-accent" />
			<p className="max-h-24 min-w-0 overflow-y-auto">
				<span className="font-medium">{t('result.title')}</span>
				{space}
				{powers.length === 0 ? t('result.nothing') : <bdi>{powers.map(askText).join(space)}</bdi>}
				{space}
				{t('result.limits', { memory: format.bytes(memory), time: format.duration(time) })}
				{space}
				{powers.length > 0 && t('result.rest')}
			</p>
		</section>
	);
}
