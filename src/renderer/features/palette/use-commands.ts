import type { LucideIcon } from 'lucide-react';
import { Blocks, ClipboardCopy, Languages, Moon, PackagePlus, Play, Sparkles, Sun, SunMoon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SettingChange } from '../../../shared/api/settings.ts';
import { type PlaceKey, places } from '../../../shared/face/places.ts';
import { useAction, useAsk } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { copyText } from '../../lib/copy-text.ts';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { useShell } from '../../lib/nav/shell-context.ts';
import { useFormat } from '../../lib/text/use-format.ts';

export interface Command {
	readonly id: string;
	readonly label: string;
	readonly icon: LucideIcon;
	/** Seen at the end of the line. */
	readonly detail?: string;
	run(): void;
}

export type ScreenIcons = Readonly<Record<PlaceKey, { readonly icon: LucideIcon }>>;

/** What can be done from anywhere. */
export function useCommands(screens: ScreenIcons): readonly Command[] {
	const { t } = useTranslation('palette');
	const { t: nav } = useTranslation('shell');
	const { t: common } = useTranslation();
	const shell = useShell();
	const ask = useAsk();
	const toasts = useToasts();
	const format = useFormat();
	const setting = useAction('settings.set');
	const samples = useAction('samples.install');
	const attempt = (work: () => Promise<void>) => () => {
		work().catch((error: unknown) => toasts.failed(() => t('failed'), error));
	};
	const set = (change: SettingChange) => attempt(async () => void (await setting.mutateAsync(change)));
	return [
		{ id: 'install', label: t('install'), icon: PackagePlus, run: () => shell.openInstall() },
		{ id: 'run-file', label: t('runFile'), icon: Play, run: () => navigate(links.runFile()) },
		{
			id: 'samples',
			label: t('samples'),
			icon: Blocks,
			run: attempt(async () => {
				const { length } = await samples.mutateAsync({});
				toasts.done(() =>
					length === 0 ? t('samplesThere') : t('samplesInstalled', { count: length, text: format.count(length) }),
				);
				navigate(links.plugins());
			}),
		},
		{ id: 'example', label: t('runExample'), icon: Sparkles, run: () => navigate(links.start()) },
		...places.map(({ key, path }) => ({
			id: `go-${key}`,
			label: `${t('go')}${common('colon')}${nav(`nav.${key}`)}`,
			icon: screens[key].icon,
			run: () => navigate(path),
		})),
		{ id: 'light', label: t('light'), icon: Sun, run: set({ key: 'theme', value: 'light' }) },
		{ id: 'dark', label: t('dark'), icon: Moon, run: set({ key: 'theme', value: 'dark' }) },
		{ id: 'system', label: t('systemTheme'), icon: SunMoon, run: set({ key: 'theme', value: 'system' }) },
		{ id: 'english', label: t('english'), icon: Languages, run: set({ key: 'language', value: 'en' }) },
		{ id: 'chinese', label: t('chinese'), icon: Languages, run: set({ key: 'language', value: 'zh-CN' }) },
		{
			id: 'diagnostics',
			label: t('copyDiagnostics'),
			icon: ClipboardCopy,
			run: attempt(async () => {
				const { text } = await ask('diagnostics.get', {});
				await copyText(text);
				toasts.done(() => t('diagnosticsCopied'));
			}),
		},
	];
}
