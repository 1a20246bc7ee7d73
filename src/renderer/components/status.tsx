import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import {
	Ban,
	Circle,
	CircleCheck,
	CircleDashed,
	CircleX,
	LoaderCircle,
	PowerOff,
	ShieldAlert,
	TriangleAlert,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PluginState } from '../../shared/plugin/plugin-record.ts';
import type { RunStatus } from '../../shared/run/run.ts';

export type Tone = 'ok' | 'running' | 'attention' | 'failed' | 'denied' | 'neutral';

const text: Readonly<Record<Tone, string>> = {
	ok: 'text-ok',
	running: 'text-running',
	attention: 'text-attention',
	failed: 'text-failed',
	denied: 'text-denied',
	neutral: 'text-muted',
};
const soft: Readonly<Record<Tone, string>> = {
	ok: 'bg-ok-soft text-ok',
	running: 'bg-running-soft text-running',
	attention: 'bg-attention-soft text-attention',
	failed: 'bg-failed-soft text-failed',
	denied: 'bg-denied-soft text-denied',
	neutral: 'bg-sunken text-muted',
};

/** A state in a word, with a shape and a colour that say the same. Where there is no room for the word, an ellipsis says so. */
export function Status({
	tone,
	icon: Icon,
	children,
	className,
}: {
	readonly tone: Tone;
	readonly icon: LucideIcon;
	readonly children: string;
	readonly className?: string;
}) {
	return (
		// The word gives the baseline, not the icon: it stands level with the words beside it.
		<span className={clsx('inline-flex max-w-full items-baseline gap-1.5', text[tone], className)}>
			<Icon size={14} aria-hidden className={clsx('shrink-0 self-center', Icon === LoaderCircle && 'animate-spin')} />
			<span className="truncate">{children}</span>
		</span>
	);
}

/** A short label on a soft ground. */
export function Badge({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: React.ReactNode }) {
	return (
		<span
			className={clsx(
				'inline-flex h-5 items-center gap-1 rounded-small px-1.5 text-label font-medium whitespace-nowrap',
				soft[tone],
			)}
		>
			{children}
		</span>
	);
}

const plugins: Readonly<Record<PluginState | 'running' | 'updateFailed', readonly [Tone, LucideIcon]>> = {
	ready: ['ok', CircleCheck],
	running: ['running', LoaderCircle],
	waiting_for_review: ['attention', CircleDashed],
	disabled: ['neutral', PowerOff],
	quarantined: ['failed', ShieldAlert],
	broken: ['failed', CircleX],
	missing: ['failed', TriangleAlert],
	updateFailed: ['attention', TriangleAlert],
};

export function PluginStatus({ state }: { readonly state: PluginState | 'running' | 'updateFailed' }) {
	const { t } = useTranslation();
	const [tone, icon] = plugins[state];
	return (
		<Status tone={tone} icon={icon}>
			{t(`pluginState.${state}`)}
		</Status>
	);
}

const runs: Readonly<Record<RunStatus, readonly [Tone, LucideIcon]>> = {
	running: ['running', LoaderCircle],
	succeeded: ['ok', CircleCheck],
	failed: ['failed', CircleX],
	cancelled: ['neutral', Ban],
	interrupted: ['attention', Circle],
};

export function RunStatusLabel({ status }: { readonly status: RunStatus }) {
	const { t } = useTranslation();
	const [tone, icon] = runs[status];
	return (
		<Status tone={tone} icon={icon}>
			{t(`runStatus.${status}`)}
		</Status>
	);
}
