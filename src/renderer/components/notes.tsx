import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { CircleX, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '../../shared/errors/failure-reason.ts';
import type { Failure } from '../lib/text/failure-text.ts';
import { Button } from './controls/button.tsx';
import { FailureSentences } from './text/failure-sentences.tsx';

/** A failure: what happened, or of what kind it is where no more is known, what to do, and a way on. */
export function ErrorNote({
	error,
	onRetry,
	withOriginal = true,
	className,
}: {
	readonly error: Failure;
	/** False: the engine's own sentence is told elsewhere. */
	readonly withOriginal?: boolean;
	readonly onRetry?: (() => void) | undefined;
	readonly className?: string;
}) {
	const { t } = useTranslation();
	const isKnown = reasonOf(error) !== null;
	return (
		<div
			role="alert"
			className={clsx('flex items-start gap-2 rounded-base border border-line bg-failed-soft px-3 py-2', className)}
		>
			<CircleX size={16} aria-hidden className="mt-0.5 shrink-0 text-failed" />
			<div className="min-w-0 flex-1">
				{/* A reason says itself what the code says in general. */}
				{!isKnown && <p className="font-medium text-failed">{t(`errorCode.${error.code}`)}</p>}
				<FailureSentences error={error} strong={isKnown} withOriginal={withOriginal} />
			</div>
			{onRetry !== undefined && <Button onClick={onRetry}>{t('retry')}</Button>}
		</div>
	);
}

/** Something to know, or to mind. */
export function Note({
	tone = 'neutral',
	children,
	className,
}: {
	readonly tone?: 'neutral' | 'attention';
	readonly children: ReactNode;
	readonly className?: string;
}) {
	const Icon = tone === 'attention' ? TriangleAlert : Info;
	return (
		<div
			className={clsx(
				'flex items-start gap-2 rounded-base border border-line px-3 py-2',
				tone === 'attention' ? 'bg-attention-soft' : 'bg-sunken',
				className,
			)}
		>
			<Icon
				size={16}
				aria-hidden
				className={clsx('mt-0.5 shrink-0', tone === 'attention' ? 'text-attention' : 'text-muted')}
			/>
			<div className="min-w-0 flex-1">{children}</div>
		</div>
	);
}

/** A list with nothing in it: why, and what to do. */
export function EmptyState({
	icon: Icon,
	title,
	children,
	action,
}: {
	readonly icon: LucideIcon;
	readonly title: string;
	readonly children?: ReactNode;
	readonly action?: ReactNode;
}) {
	return (
		<div className="flex h-full min-h-40 flex-col items-center justify-center gap-2 p-8 text-center">
			<Icon size={24} aria-hidden className="text-muted" />
			<h2 className="text-title font-medium">{title}</h2>
			{children !== undefined && <div className="max-w-96 text-muted">{children}</div>}
			{action !== undefined && <div className="mt-2 flex gap-2">{action}</div>}
		</div>
	);
}

/** Rows of the size that the list will have, so that nothing jumps when it is there. */
export function LoadingRows({ rows = 8, height = 32 }: { readonly rows?: number; readonly height?: 32 | 40 }) {
	const { t } = useTranslation();
	return (
		<div role="status" aria-label={t('loading')}>
			{Array.from({ length: rows }, (_, index) => (
				<div
					// biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
					key={index}
					className={clsx('flex items-center border-b border-line px-3', height === 32 ? 'h-8' : 'h-10')}
				>
					<div className="h-2 w-full max-w-80 animate-pulse rounded-full bg-sunken" />
				</div>
			))}
		</div>
	);
}
