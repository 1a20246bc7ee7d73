import { type LucideIcon, Power, PowerOff, RotateCw, ShieldCheck, Trash2, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { useCommandWords } from '../../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../../lib/keys/use-keys.tsx';
import { useShell } from '../../../lib/nav/shell-context.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { PluginEntry } from './plugin-entry.ts';
import { type BulkAction, fitsAction, useBulkActions } from './use-bulk-actions.ts';

/** What can be done with the selected plugins. An action takes those that it fits. */
export function SelectionBar({
	entries,
	onClear,
	onReview,
}: {
	readonly entries: readonly PluginEntry[];
	onClear(): void;
	onReview(names: readonly string[]): void;
}) {
	const { t } = useTranslation('plugins');
	const { t: common } = useTranslation();
	const format = useFormat();
	const { busy, run } = useBulkActions();
	const { openUninstall } = useShell();
	const fitting = (action: BulkAction): readonly string[] =>
		entries.filter((entry) => fitsAction(entry, action)).map(({ name }) => name);
	const waiting = entries.filter(({ record }) => record.state === 'waiting_for_review').map(({ name }) => name);
	const names = entries.map(({ name }) => name);
	const words = useCommandWords();
	const bulk = (word: 'pluginsEnable' | 'pluginsDisable' | 'pluginsReload', action: BulkAction, icon: LucideIcon) =>
		fitting(action).length === 0
			? []
			: [{ id: word, ...words(word), icon, act: () => void run(action, fitting(action)) }];
	useCommandsHere([
		...(waiting.length === 0
			? []
			: [{ id: 'pluginsReview', ...words('pluginsReview'), icon: ShieldCheck, act: () => onReview(waiting) }]),
		...bulk('pluginsEnable', 'enable', Power),
		...bulk('pluginsDisable', 'disable', PowerOff),
		...bulk('pluginsReload', 'reload', RotateCw),
		{
			id: 'pluginsUninstall',
			...words('pluginsUninstall'),
			icon: Trash2,
			danger: true,
			act: () => openUninstall(names),
		},
		{ id: 'pluginsNone', ...words('pluginsNone'), icon: X, act: onClear },
	]);
	return (
		<section
			aria-label={t('selection')}
			className="flex shrink-0 flex-wrap items-center gap-x-1 gap-y-1 border-b border-line bg-sunken px-2 py-1"
		>
			<span aria-live="polite" className="mr-auto pl-1 font-medium whitespace-nowrap">
				{common('count.selected', { count: entries.length, text: format.count(entries.length) })}
			</span>
			{waiting.length > 0 && (
				<Button tone="quiet" icon={ShieldCheck} onClick={() => onReview(waiting)}>
					{t('review')}
				</Button>
			)}
			<ActionButton icon={Power} action="enable" busy={busy} names={fitting('enable')} onRun={run} />
			<ActionButton icon={PowerOff} action="disable" busy={busy} names={fitting('disable')} onRun={run} />
			<ActionButton icon={RotateCw} action="reload" busy={busy} names={fitting('reload')} onRun={run} />
			<Button tone="quiet" icon={Trash2} disabled={busy !== null} onClick={() => openUninstall(names)}>
				{t('action.uninstall')}
			</Button>
			<IconButton icon={X} label={t('clearSelection')} onClick={onClear} />
		</section>
	);
}

function ActionButton({
	icon,
	action,
	names,
	busy,
	onRun,
}: {
	readonly icon: LucideIcon;
	readonly action: BulkAction;
	readonly names: readonly string[];
	readonly busy: BulkAction | null;
	onRun(action: BulkAction, names: readonly string[]): Promise<void>;
}) {
	const { t } = useTranslation('plugins');
	if (names.length === 0) return null;
	return (
		<Button
			tone="quiet"
			icon={icon}
			busy={busy === action}
			disabled={busy !== null}
			onClick={() => void onRun(action, names)}
		>
			{t(`action.${action}`)}
		</Button>
	);
}
