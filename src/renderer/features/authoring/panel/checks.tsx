import type { UseQueryResult } from '@tanstack/react-query';
import { CircleCheck, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { ValidationAnswer } from '../../../../shared/plugin/authoring/authoring.ts';
import { Button } from '../../../components/controls/button.tsx';
import { ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { Section } from '../../../components/page.tsx';
import { Badge, Status } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useRemarkText } from '../../../lib/text/use-remark-text.ts';

/** What an installation of the folder would say, and what its author could do better. */
export function Checks({ answer }: { readonly answer: UseQueryResult<ValidationAnswer, DataFlareError> }) {
	const { t } = useTranslation('develop');
	const textOf = useRemarkText();
	const { data, error, isPending, isFetching, refetch } = answer;
	const remarks = [
		...(data?.warnings ?? []).map((remark) => ({ kind: 'warning' as const, remark })),
		...(data?.advice ?? []).map((remark) => ({ kind: 'advice' as const, remark })),
	];
	return (
		<Section
			title={t('checks')}
			actions={
				<Button icon={RefreshCw} busy={isFetching} onClick={() => void refetch()}>
					{t('checkAgain')}
				</Button>
			}
		>
			{isPending && <LoadingRows rows={2} />}
			{error !== null && <ErrorNote error={error} />}
			{error === null && data !== undefined && (
				<>
					{data.refusal !== null ? (
						<ErrorNote error={data.refusal} />
					) : (
						<Status tone="ok" icon={CircleCheck} className="whitespace-normal!">
							{t(remarks.length === 0 ? 'fine' : 'installable')}
						</Status>
					)}
					{remarks.length > 0 && (
						<ul aria-label={t('checks')} className="flex flex-col gap-1">
							{remarks.map(({ kind, remark }) => (
								<li key={`${kind} ${remark.reason} ${remark.text}`} className="flex items-start gap-2">
									<Badge tone={kind === 'warning' ? 'attention' : 'neutral'}>{t(kind)}</Badge>
									<PluginText max={2_000} className="min-w-0">
										{textOf(remark)}
									</PluginText>
								</li>
							))}
						</ul>
					)}
				</>
			)}
		</Section>
	);
}
