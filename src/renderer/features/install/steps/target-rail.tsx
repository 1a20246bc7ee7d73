import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { CircleArrowUp, CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { nameOf, type Target } from '../targets.ts';

const icons: Readonly<Record<Target['state'], readonly [LucideIcon, string]>> = {
	looking: [LoaderCircle, 'text-running'],
	offered: [CircleDashed, 'text-attention'],
	refused: [CircleX, 'text-failed'],
	installed: [CircleCheck, 'text-ok'],
	updated: [CircleArrowUp, 'text-ok'],
	skipped: [CircleMinus, 'text-muted'],
};

/** Everything that was offered at once, and what became of it. */
export function TargetRail({
	targets,
	current,
	onChoose,
}: {
	readonly targets: readonly Target[];
	readonly current: string;
	onChoose(path: string): void;
}) {
	const { t } = useTranslation('install');
	return (
		<nav
			aria-label={t('rail')}
			className="w-56 shrink-0 overflow-y-auto border-r border-line p-2 narrow:max-h-36 narrow:w-full narrow:border-r-0 narrow:border-b"
		>
			<ol className="flex flex-col gap-0.5">
				{targets.map((target) => {
					const [Icon, colour] = icons[target.state];
					const isOpen = target.state === 'offered' || target.state === 'refused';
					return (
						<li key={target.path}>
							<button
								type="button"
								disabled={!isOpen}
								aria-current={target.path === current ? 'step' : undefined}
								onClick={() => onChoose(target.path)}
								className={clsx(
									'flex w-full items-start gap-2 rounded-base px-2 py-1 text-left',
									target.path === current ? 'bg-selected' : isOpen && 'hover:bg-hover',
								)}
							>
								<Icon
									size={16}
									aria-hidden
									className={clsx('mt-0.5 shrink-0', colour, Icon === LoaderCircle && 'animate-spin')}
								/>
								<span className="min-w-0">
									<PluginText max={100} className="block truncate font-medium">
										{nameOf(target)}
									</PluginText>
									<span className="text-small text-muted">{t(`target.${target.state}`)}</span>
								</span>
							</button>
						</li>
					);
				})}
			</ol>
		</nav>
	);
}
