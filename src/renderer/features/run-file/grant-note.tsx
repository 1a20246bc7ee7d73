import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ComponentType } from '../../../shared/plugin/component-type.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import type { Draft } from './draft.ts';

/** What this one run gives to whom: choosing a file is granting it, to the plugin that opens it and to no other. */
export function GrantNote({ draft, type }: { readonly draft: Draft; readonly type: ComponentType | null }) {
	const { t } = useTranslation('runFile');
	const sentences = sentencesOf(draft, type);
	if (sentences.length === 0) return null;
	const words = {
		plugin: plainText(draft.plugin),
		input: plainText(nameOf(draft.input)),
		output: plainText(nameOf(draft.output)),
	};
	return (
		<section aria-label={t('grant.title')} className="flex gap-2 rounded-base border border-line bg-sunken px-3 py-2">
			<ShieldCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
			<div>
				<h2 className="font-medium">{t('grant.title')}</h2>
				{sentences.map((key) => (
					<p key={key} className="wrap-anywhere">
						{t(`grant.${key}`, words)}
					</p>
				))}
			</div>
		</section>
	);
}

type GrantSentence =
	| 'example'
	| 'chain'
	| 'sourceReads'
	| 'sourceAlone'
	| 'destinationWrites'
	| 'destinationAlone'
	| 'handed'
	| 'written'
	| 'downloaded'
	| 'kept'
	| 'noFiles';

export function sentencesOf(draft: Draft, type: ComponentType | null): readonly GrantSentence[] {
	if (draft.what === 'chain') return [draft.chainFrom === 'example' ? 'example' : 'chain'];
	if (type === null) return [];
	const reads: readonly GrantSentence[] =
		type === 'source' ? [draft.input === '' ? 'sourceAlone' : 'sourceReads'] : draft.input === '' ? [] : ['handed'];
	const writes: readonly GrantSentence[] =
		type === 'destination'
			? [draft.output === '' ? 'destinationAlone' : 'destinationWrites']
			: draft.outputKind === 'none'
				? ['kept']
				: draft.outputKind === 'download'
					? ['downloaded']
					: draft.output === ''
						? []
						: ['written'];
	const opensNothing = type !== 'source' && type !== 'destination';
	return [...reads, ...writes, ...(opensNothing ? (['noFiles'] as const) : [])];
}

function nameOf(path: string): string {
	return /[^\\/]+$/.exec(path)?.[0] ?? path;
}
