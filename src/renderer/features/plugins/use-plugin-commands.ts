import {
	Blocks,
	FlaskConical,
	Layers,
	PackageCheck,
	Play,
	Power,
	PowerOff,
	RotateCw,
	Scale,
	ScanSearch,
	Trash2,
	Zap,
	ZapOff,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { useAct } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import type { Command } from '../../lib/keys/command.ts';
import { type CommandWord, useCommandWords } from '../../lib/keys/use-command-words.ts';
import { links } from '../../lib/nav/links.ts';
import { useShell } from '../../lib/nav/shell-context.ts';
import { fitsAction, useBulkActions } from './list/use-bulk-actions.ts';
import { isPackable, usePackPlugin } from './use-pack-plugin.ts';

/** What can be done with a plugin as it is: in the palette, in a row's menu, on its page. Its page is the first. */
export function usePluginCommands(): (plugin: PluginRecord) => readonly Command[] {
	const { t } = useTranslation('plugin');
	const { t: common } = useTranslation();
	const words = useCommandWords();
	const shell = useShell();
	const act = useAct();
	const toasts = useToasts();
	const { run } = useBulkActions();
	const pack = usePackPlugin();
	return (record) => {
		const { name, state, current, preload } = record;
		const of = (word: CommandWord): Pick<Command, 'id' | 'label' | 'also'> => ({
			id: `${word}-${name}`,
			...words(word, { name }),
		});
		const fits = (action: 'enable' | 'disable' | 'reload'): boolean => fitsAction({ record }, action);
		const setPreload = (on: boolean): void => {
			act('plugins.preload', { name, preload: on }).then(
				() => toasts.done(() => t(on ? 'preload.on' : 'preload.off', { name })),
				(error: unknown) => toasts.failed(() => t('preload.failed', { name }), error),
			);
		};
		const all: readonly (Command | false)[] = [
			{ ...of('pluginOpen'), icon: Blocks, detail: common(`pluginState.${state}`), to: links.plugin(name) },
			{ ...of('pluginPolicy'), icon: Scale, to: links.plugin(name, 'policy') },
			current !== null && { ...of('pluginTest'), icon: FlaskConical, to: links.plugin(name, 'test') },
			state === 'ready' && { ...of('pluginRun'), icon: Play, to: links.runFile(name) },
			state === 'waiting_for_review' && {
				...of('pluginReview'),
				icon: ScanSearch,
				act: () => shell.openInstall([name]),
			},
			fits('enable') && { ...of('pluginEnable'), icon: Power, act: () => void run('enable', [name]) },
			fits('disable') && { ...of('pluginDisable'), icon: PowerOff, act: () => void run('disable', [name]) },
			{ ...of('pluginVersions'), icon: Layers, to: links.plugin(name, 'versions') },
			fits('reload') && { ...of('pluginReload'), icon: RotateCw, act: () => void run('reload', [name]) },
			preload
				? { ...of('pluginNoPreload'), icon: ZapOff, act: () => setPreload(false) }
				: { ...of('pluginPreload'), icon: Zap, act: () => setPreload(true) },
			isPackable(record) && { ...of('pluginPack'), icon: PackageCheck, act: () => void pack(record) },
			{ ...of('pluginUninstall'), icon: Trash2, danger: true, act: () => shell.openUninstall([name]) },
		];
		return all.filter((command) => command !== false);
	};
}
