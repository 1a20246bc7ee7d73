import {
	Blocks,
	CircleArrowUp,
	ClipboardCopy,
	FileCode,
	Keyboard,
	Languages,
	LayoutTemplate,
	Moon,
	PackageOpen,
	PackagePlus,
	Settings2,
	Sparkles,
	SquareArrowOutUpRight,
	Sun,
	SunMoon,
	Workflow,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SettingChange } from '../../../shared/api/settings.ts';
import { places } from '../../../shared/face/places.ts';
import { useAction, useAsk, useBridge, useRoute } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { copyText } from '../../lib/copy-text.ts';
import { type Command, openBeside } from '../../lib/keys/command.ts';
import { settingPartOf, settingRowNames, settingRows } from '../../lib/keys/setting-rows.ts';
import { useCommandWords } from '../../lib/keys/use-command-words.ts';
import { takenKeys } from '../../lib/keys/use-keys.tsx';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { useShell } from '../../lib/nav/shell-context.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import type { ScreenIcons } from './screen-icons.ts';

/** Says what went wrong with what the palette was asked to do. */
export function useAttempt(): (work: () => Promise<void>) => () => void {
	const { t } = useTranslation('palette');
	const toasts = useToasts();
	return (work) => () => {
		work().catch((error: unknown) => toasts.failed(() => t('failed'), error));
	};
}

/** What can be done from anywhere. */
export function useActions(): readonly Command[] {
	const { t } = useTranslation('palette');
	const words = useCommandWords();
	const shell = useShell();
	const { face } = useBridge();
	const ask = useAsk();
	const toasts = useToasts();
	const format = useFormat();
	const attempt = useAttempt();
	const setting = useAction('settings.set');
	const samples = useAction('samples.install');
	const set = (change: SettingChange) => attempt(async () => void (await setting.mutateAsync(change)));
	return [
		{ id: 'install', ...words('install'), icon: PackagePlus, act: () => shell.openInstall() },
		{ id: 'newPlugin', ...words('newPlugin'), icon: FileCode, act: () => shell.openNewPlugin() },
		{ id: 'quarantineGo', ...words('quarantineGo'), icon: PackageOpen, to: links.quarantine() },
		{ id: 'flowNew', ...words('flowNew'), icon: Workflow, to: links.newFlow() },
		{ id: 'templatesGo', ...words('templatesGo'), icon: LayoutTemplate, to: links.templates() },
		{ id: 'updatesGo', ...words('updatesGo'), icon: CircleArrowUp, to: links.updates() },
		{ id: 'keys', ...words('keys'), icon: Keyboard, key: 'help', act: () => void takenKeys.press('help') },
		{
			id: 'beside',
			...words(face === 'electron' ? 'besideWindow' : 'besideTab'),
			icon: SquareArrowOutUpRight,
			act: () => openBeside(location.hash.slice(1)),
		},
		{
			id: 'samples',
			...words('samples'),
			icon: Blocks,
			act: attempt(async () => {
				const { length } = await samples.mutateAsync({});
				toasts.done(() =>
					length === 0 ? t('samplesThere') : t('samplesInstalled', { count: length, text: format.count(length) }),
				);
				navigate(links.plugins());
			}),
		},
		{ id: 'example', ...words('example'), icon: Sparkles, to: links.start() },
		{ id: 'light', ...words('light'), icon: Sun, act: set({ key: 'theme', value: 'light' }) },
		{ id: 'dark', ...words('dark'), icon: Moon, act: set({ key: 'theme', value: 'dark' }) },
		{ id: 'system', ...words('systemTheme'), icon: SunMoon, act: set({ key: 'theme', value: 'system' }) },
		{ id: 'english', ...words('english'), icon: Languages, act: set({ key: 'language', value: 'en' }) },
		{ id: 'chinese', ...words('chinese'), icon: Languages, act: set({ key: 'language', value: 'zh-CN' }) },
		{
			id: 'diagnostics',
			...words('diagnostics'),
			icon: ClipboardCopy,
			act: attempt(async () => {
				const { text } = await ask('diagnostics.get', {});
				await copyText(text);
				toasts.done(() => t('diagnosticsCopied'));
			}),
		},
	];
}

/** Where one can go, each with its key. */
export function usePlaces(screens: ScreenIcons): readonly Command[] {
	const { t } = useTranslation('shell');
	const words = useCommandWords();
	return places.map(({ key, path, title }) => {
		const { label, also } = words('go', { place: t(`nav.${key}`) });
		return {
			id: `go-${key}`,
			label,
			also: [...also, title.en],
			icon: screens[key].icon,
			key: `go-${key}` as const,
			to: path,
		};
	});
}

/** Every flow that is kept; it is led to. */
export function useFlowFinds(): readonly Command[] {
	const words = useCommandWords();
	const { data = [] } = useRoute('flows.list', {});
	return data.map(({ name, description }) => {
		const { label, also } = words('flowGo', { name: plainText(name) });
		return {
			id: `flow-${name}`,
			label,
			also: [...also, ...(description === null ? [] : [plainText(description)])],
			icon: Workflow,
			to: links.flow(name),
		};
	});
}

/** Every row of the settings; it is led to. */
export function useSettingFinds(): readonly Command[] {
	const { t, i18n } = useTranslation('settings');
	const words = useCommandWords();
	const english = i18n.getFixedT('en', 'settings');
	return settingRowNames.map((name) => {
		const { label, also } = words('setting', { name: t(settingRows[name]) });
		const part = settingPartOf(name);
		return {
			id: `setting-${name}`,
			label,
			also: [...also, t(part), english(part), english(settingRows[name])],
			icon: Settings2,
			to: links.settings(name),
		};
	});
}
