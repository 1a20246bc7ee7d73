import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type KeptPart, keptParts, type RunKept } from '../../../../shared/run/kept.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { useAction, useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { Section } from '../../../components/page.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';

/** What the history holds of a finished run, each part with its size and a way to be rid of it. */
export function WhatIsKept({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const isOver = run.status !== 'running';
	const kept = useRoute('runs.kept', { id: run.id }, { enabled: isOver });
	const [asked, setAsked] = useState<readonly KeptPart[] | null>(null);
	const toasts = useToasts();
	const forget = useAction('runs.forget');
	if (!isOver) return null;
	const there = keptParts.filter((part) => isThere(kept.data, part));
	const forgetAsked = async (parts: readonly KeptPart[]): Promise<void> => {
		try {
			await forget.mutateAsync({ id: run.id, parts: [...parts] });
			toasts.done(() => t('kept.forgotten'));
			setAsked(null);
		} catch (error) {
			toasts.failed(() => t('kept.forget'), error);
		}
	};
	return (
		<Section
			title={t('kept.title')}
			actions={
				there.length > 1 && (
					<Button icon={EyeOff} onClick={() => setAsked(there)}>
						{t('kept.forgetAll')}
					</Button>
				)
			}
		>
			{kept.error !== null && <ErrorNote error={kept.error} onRetry={() => void kept.refetch()} />}
			{kept.isPending && <LoadingRows rows={5} />}
			{kept.data !== undefined && (
				<>
					<ul className="overflow-hidden rounded-base border border-line">
						{keptParts.map((part) => (
							<li
								key={part}
								className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 border-line px-3 py-1 not-first:border-t"
							>
								<span className="w-48 min-w-0 font-medium">{t(`kept.part.${part}`)}</span>
								<span className="min-w-0 flex-1 basis-48 text-muted">
									<KeptSize kept={kept.data} part={part} />
								</span>
								{there.includes(part) && (
									<Button
										tone="plain"
										aria-label={t('kept.forgetOne', { part: t(`kept.part.${part}`) })}
										onClick={() => setAsked([part])}
									>
										{t('kept.forget')}
									</Button>
								)}
							</li>
						))}
					</ul>
					<p className="text-small text-muted">{t('kept.rest')}</p>
				</>
			)}
			<ConfirmDialog
				open={asked !== null}
				onClose={() => setAsked(null)}
				onConfirm={() => asked !== null && void forgetAsked(asked)}
				title={asked?.length === 1 ? t(`kept.ask.${asked[0] as KeptPart}`) : t('kept.ask.all')}
				action={t('kept.go')}
				busy={forget.isPending}
			>
				{t('kept.askText')}
			</ConfirmDialog>
		</Section>
	);
}

function isThere(kept: RunKept | undefined, part: KeptPart): boolean {
	if (kept === undefined) return false;
	const { why, bytes, items } = kept.parts[part];
	return why !== 'forgotten' && (bytes > 0 || items > 0 || (part === 'output' && kept.largeOutputBytes !== null));
}

/** How much of a part there is, or why there is none. */
function KeptSize({ kept, part }: { readonly kept: RunKept; readonly part: KeptPart }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	const { why, bytes, items } = kept.parts[part];
	const { largeOutputBytes } = kept;
	const large =
		part === 'output' && largeOutputBytes !== null ? t('kept.large', { size: format.bytes(largeOutputBytes) }) : null;
	if (!isThere(kept, part)) return t(`kept.why.${why ?? 'kept'}`);
	const count = { count: items, text: format.count(items), size: format.bytes(bytes) };
	const size =
		part === 'logs' && items > 0
			? t('kept.lines', count)
			: part === 'targets'
				? t('kept.requests', count)
				: bytes > 0
					? format.bytes(bytes)
					: null;
	return [size, large].filter((text) => text !== null).join(' · ');
}
