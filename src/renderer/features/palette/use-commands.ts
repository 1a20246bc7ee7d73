import type { LucideIcon } from 'lucide-react';
import {
	Blocks,
	ClipboardCopy,
	History,
	Languages,
	Moon,
	PackagePlus,
	Play,
	Scale,
	Settings,
	Sparkles,
	Sun,
	SunMoon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
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

/** What can be done from anywhere. */
export function useCommands(): readonly Command[] {
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
	const set = (key: string, value: string) => attempt(async () => void (await setting.mutateAsync({ key, value })));
	const go = (
		key: 'plugins' | 'runFile' | 'runs' | 'policies' | 'settings',
		icon: LucideIcon,
		to: string,
	): Command => ({
		id: `go-${key}`,
		label: `${t('go')}${common('colon')}${nav(`nav.${key}`)}`,
		icon,
		run: () => navigate(to),
	});
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
		go('plugins', Blocks, links.plugins()),
		go('runs', History, links.runs()),
		go('policies', Scale, links.policies()),
		go('settings', Settings, links.settings()),
		{ id: 'light', label: t('light'), icon: Sun, run: set('theme', 'light') },
		{ id: 'dark', label: t('dark'), icon: Moon, run: set('theme', 'dark') },
		{ id: 'system', label: t('systemTheme'), icon: SunMoon, run: set('theme', 'system') },
		{ id: 'english', label: t('english'), icon: Languages, run: set('language', 'en') },
		{ id: 'chinese', label: t('chinese'), icon: Languages, run: set('language', 'zh-CN') },
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
