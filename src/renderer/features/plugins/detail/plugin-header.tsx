import {
	Ellipsis,
	PackageCheck,
	Pause,
	Play,
	Power,
	PowerOff,
	RotateCw,
	ScanSearch,
	Shapes,
	Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { Menu } from '../../../components/controls/menu.tsx';
import { PluginStatus, Status } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useCommandWords } from '../../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../../lib/keys/use-keys.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { useShell } from '../../../lib/nav/shell-context.ts';
import { useRunningPlugins } from '../../../lib/runs/use-running-plugins.ts';
import { UninstallDialog } from '../uninstall-dialog.tsx';
import { isPackable, usePackPlugin } from '../use-pack-plugin.ts';
import { usePluginCommands } from '../use-plugin-commands.ts';
import { MayDo } from './may-do.tsx';
import { type PluginActions, usePluginActions } from './use-plugin-actions.ts';
import { useRoleChange } from './use-role-change.ts';

/** Which plugin this is, how it is, and what can be done with it, above all its tabs. */
export function PluginHeader({ name }: { readonly name: string }) {
	const { data } = useRoute('plugins.get', { name });
	const actions = usePluginActions(name);
	// The page around says why there is nothing.
	if (data === undefined) return <div className="h-20" />;
	return <Header plugin={data} actions={actions} />;
}

function Header({ plugin, actions }: { readonly plugin: PluginRecord; readonly actions: PluginActions }) {
	const { t } = useTranslation('plugin');
	const { t: common } = useTranslation();
	const { name, state, current, failedUpdate } = plugin;
	const words = useCommandWords();
	const changeRole = useRoleChange(plugin);
	useCommandsHere([
		...usePluginCommands()(plugin).slice(1),
		...(changeRole === null
			? []
			: [{ id: 'pluginRole', ...words('pluginRole', { name }), icon: Shapes, act: changeRole }]),
	]);
	const isRunning = useRunningPlugins().has(name);
	return (
		<header className="flex shrink-0 flex-col gap-2 px-4 pt-3 pb-2">
			<div className="flex items-start gap-2">
				<div className="flex min-w-0 flex-1 items-baseline gap-x-3">
					<h1 title={name} className="min-w-0 truncate text-title font-semibold">
						{name}
					</h1>
					{current?.label != null && (
						<PluginText max={40} className="min-w-0 truncate text-muted tabular">
							{current.label}
						</PluginText>
					)}
					<span aria-live="polite" className="inline-flex shrink-0 gap-x-3">
						<PluginStatus state={isRunning ? 'running' : state} />
						{failedUpdate !== null && <PluginStatus state="updateFailed" />}
						{plugin.updates.held && (
							<Status tone="neutral" icon={Pause}>
								{t('hold.held')}
							</Status>
						)}
					</span>
				</div>
				<PrimaryAction plugin={plugin} actions={actions} />
				<MoreActions plugin={plugin} actions={actions} label={common('more')} />
			</div>
			{/* Its height is the same for every plugin: the tabs do not move from one to the next. */}
			<div className="h-5">{current !== null && <MayDo name={name} />}</div>
			<span className="sr-only" role="status">
				{actions.busy === null ? '' : t('working')}
			</span>
		</header>
	);
}

/** The one thing that fits the state; it stands out where the plugin waits for it. */
function PrimaryAction({ plugin, actions }: { readonly plugin: PluginRecord; readonly actions: PluginActions }) {
	const { t } = useTranslation('plugin');
	const { t: common } = useTranslation();
	const { openInstall } = useShell();
	switch (plugin.state) {
		case 'waiting_for_review':
			return (
				<Button tone="primary" icon={ScanSearch} onClick={() => openInstall([plugin.name])}>
					{t('review')}
				</Button>
			);
		case 'disabled':
			return (
				<Button tone="primary" icon={Power} busy={actions.busy === 'enable'} onClick={actions.enable}>
					{t('enable')}
				</Button>
			);
		case 'quarantined':
		case 'broken':
		case 'missing':
			return (
				<Button tone="primary" icon={RotateCw} busy={actions.busy === 'reload'} onClick={actions.reload}>
					{common('retry')}
				</Button>
			);
		case 'ready':
			return (
				<Button icon={Play} onClick={() => navigate(links.runFile(plugin.name))}>
					{t('runOnFile')}
				</Button>
			);
	}
}

function MoreActions({
	plugin,
	actions,
	label,
}: {
	readonly plugin: PluginRecord;
	readonly actions: PluginActions;
	readonly label: string;
}) {
	const { t } = useTranslation('plugin');
	const [uninstalling, setUninstalling] = useState(false);
	const { state } = plugin;
	const busy = actions.busy !== null;
	const changeRole = useRoleChange(plugin);
	const pack = usePackPlugin();
	return (
		<>
			<Menu
				button={<IconButton icon={Ellipsis} label={label} tone="plain" />}
				items={[
					...(state === 'ready' || state === 'quarantined' || state === 'waiting_for_review'
						? [{ id: 'disable', label: t('disable'), icon: PowerOff, disabled: busy, onSelect: actions.disable }]
						: []),
					...(changeRole === null
						? []
						: [{ id: 'role', label: t('changeRole'), icon: Shapes, disabled: busy, onSelect: changeRole }]),
					{ id: 'reload', label: t('reload'), icon: RotateCw, disabled: busy, onSelect: actions.reload },
					...(isPackable(plugin)
						? [{ id: 'pack', label: t('pack.action'), icon: PackageCheck, onSelect: () => void pack(plugin) }]
						: []),
					{
						id: 'uninstall',
						label: t('uninstall'),
						icon: Trash2,
						danger: true,
						separated: true,
						disabled: busy,
						onSelect: () => setUninstalling(true),
					},
				]}
			/>
			{uninstalling && (
				<UninstallDialog
					open
					names={[plugin.name]}
					busy={actions.busy === 'uninstall'}
					onClose={() => setUninstalling(false)}
					onConfirm={(keepData) => void actions.uninstall(keepData).then((gone) => !gone && setUninstalling(false))}
				/>
			)}
		</>
	);
}
