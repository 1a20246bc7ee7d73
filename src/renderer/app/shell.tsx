import clsx from 'clsx';
import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { places } from '../../shared/face/places.ts';
import { useAction, useBridge, useConnection, useRoute } from '../client/engine.tsx';
import { Button, IconButton } from '../components/controls/button.tsx';
import { DropZone } from '../components/controls/drop-zone.tsx';
import { FailureBoundary } from '../components/failure-boundary.tsx';
import { Note } from '../components/notes.tsx';
import { PluginText } from '../components/text/plugin-text.tsx';
import { useToasts } from '../components/toasts.tsx';
import { Attention } from '../features/attention/attention.tsx';
import { NavBadge } from '../features/attention/nav-badge.tsx';
import { usePluginCommands } from '../features/plugins/use-plugin-commands.ts';
import { StatusBar } from '../features/status/status-bar.tsx';
import { usePane } from '../lib/hooks/use-pane.ts';
import { heldKeys } from '../lib/keys/held-keys.ts';
import { keyText, withKey } from '../lib/keys/key-text.ts';
import { listenForKeys } from '../lib/keys/listen.ts';
import { moveInList, searchHere } from '../lib/keys/screen-parts.ts';
import { takenKeys, useKeys } from '../lib/keys/use-keys.tsx';
import { navigate, useHashPath } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';
import { type DropTaker, type ShellActions, ShellContext } from '../lib/nav/shell-context.ts';
import { useRemarkText } from '../lib/text/use-remark-text.ts';
import { InstallDialog, KeySheet, NewPluginDialog, Palette, UninstallAsked } from './floating.tsx';
import { screens } from './screens.tsx';

/** The window's frame: where one can go, the screen, the status bar, and what floats above every screen. */
export function Shell({ children }: { readonly children: ReactNode }) {
	const { t } = useTranslation('shell');
	const { t: common } = useTranslation();
	const [path] = useHashPath();
	const [navigation, changeNavigation] = usePane('navigation');
	const [palette, setPalette] = useState(false);
	const [sheet, setSheet] = useState(false);
	const [beginning, setBeginning] = useState(false);
	const [uninstalling, setUninstalling] = useState<readonly string[] | null>(null);
	const [installing, setInstalling] = useState<readonly string[] | null>(null);
	const [fetched, setFetched] = useState<readonly string[]>([]);
	// What comes while some are decided on joins them: nothing that was decided is lost.
	const addPaths = useCallback(
		(paths: readonly string[]) => setInstalling((before) => [...(before ?? []), ...paths]),
		[],
	);
	const taker = useRef<DropTaker | null>(null);
	const actions = useMemo<ShellActions>(
		() => ({
			openInstall: (paths = []) => addPaths(paths),
			openFetched: (path) => {
				setFetched((before) => [...before, path]);
				addPaths([path]);
			},
			openNewPlugin: () => setBeginning(true),
			openPalette: () => setPalette(true),
			openUninstall: setUninstalling,
			takeDrops(next) {
				taker.current = next;
				return () => {
					if (taker.current === next) taker.current = null;
				};
			},
		}),
		[addPaths],
	);
	const onDrop = useCallback(
		async (paths: readonly string[]) => {
			const rest = (await taker.current?.(paths)) ?? paths;
			if (rest.length > 0) addPaths(rest);
		},
		[addPaths],
	);
	return (
		<ShellContext value={actions}>
			<DropZone onPaths={(paths) => void onDrop(paths)}>
				<div
					data-icons={navigation.collapsed || undefined}
					className="grid h-full grid-cols-[180px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto] data-icons:grid-cols-[48px_minmax(0,1fr)] narrow:grid-cols-[48px_minmax(0,1fr)]"
				>
					<nav
						aria-label={t('nav.label')}
						className="flex min-h-0 flex-col gap-3 overflow-y-auto border-r border-line px-2 py-3"
					>
						<a
							href={`#${path}`}
							onClick={(event) => {
								event.preventDefault();
								document.getElementById('content')?.focus();
							}}
							className="sr-only z-60 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:rounded-base focus:bg-raised focus:p-2 focus:shadow-float"
						>
							{t('skip')}
						</a>
						<p className="px-2 text-title font-semibold icons:hidden">DataFlare</p>
						<button
							type="button"
							onClick={() => setPalette(true)}
							title={withKey(common('search'), 'palette')}
							className="flex h-7 shrink-0 items-center gap-2 rounded-base border border-line bg-panel px-2 text-muted hover:bg-hover"
						>
							<Search size={14} aria-hidden />
							<span className="flex-1 text-left icons:sr-only">{common('search')}</span>
							<kbd className="text-label icons:hidden">{keyText('palette')}</kbd>
						</button>
						<ul className="flex flex-col gap-0.5">
							{places.map(({ key, path: to }) => {
								const Icon = screens[key].icon;
								const current = path === to || path.startsWith(`${to}/`);
								return (
									<li
										key={key}
										className={clsx(
											'flex items-center rounded-base pr-1 icons:flex-col icons:pr-0',
											current ? 'bg-selected' : 'hover:bg-hover',
										)}
									>
										<a
											href={`#${to}`}
											aria-current={current ? 'page' : undefined}
											title={withKey(t(`nav.${key}`), `go-${key}`)}
											className={clsx(
												'flex h-8 min-w-0 flex-1 items-center gap-2 rounded-base px-2 icons:w-full icons:flex-none',
												current ? 'font-medium text-text' : 'text-muted hover:text-text',
											)}
										>
											<Icon size={16} aria-hidden className="shrink-0" />
											<span className="icons:sr-only">{t(`nav.${key}`)}</span>
										</a>
										<NavBadge place={key} />
									</li>
								);
							})}
						</ul>
						<IconButton
							icon={navigation.collapsed ? PanelLeftOpen : PanelLeftClose}
							label={t(navigation.collapsed ? 'nav.unfold' : 'nav.fold')}
							aria-expanded={!navigation.collapsed}
							onClick={() => changeNavigation({ ...navigation, collapsed: !navigation.collapsed })}
							className="mt-auto narrow:hidden"
						/>
					</nav>
					<div className="flex min-h-0 flex-col bg-panel">
						<Notices />
						<main id="content" tabIndex={-1} data-takes-focus className="min-h-0 flex-1">
							<FailureBoundary place={path}>{children}</FailureBoundary>
						</main>
					</div>
					<footer className="col-span-2 border-t border-line">
						<StatusBar />
					</footer>
				</div>
			</DropZone>
			<Attention />
			<SystemOpens onPaths={addPaths} />
			<WindowKeys onPalette={() => setPalette(true)} onSheet={() => setSheet(true)} />
			<PaletteHere open={palette} onClose={() => setPalette(false)} />
			{sheet && <KeySheet onClose={() => setSheet(false)} />}
			{beginning && <NewPluginDialog onClose={() => setBeginning(false)} />}
			{uninstalling !== null && <UninstallAsked names={uninstalling} onClose={() => setUninstalling(null)} />}
			{installing !== null && (
				<InstallDialog paths={installing} fetched={fetched} onClose={() => setInstalling(null)} />
			)}
		</ShellContext>
	);
}

/** The palette, with what can be done with plugins, which is another feature's. */
function PaletteHere({ open, onClose }: { readonly open: boolean; onClose(): void }) {
	return <Palette screens={screens} pluginCommands={usePluginCommands()} open={open} onClose={onClose} />;
}

/** Takes the packages that the system opens with the program: they are looked into as if they had been dropped. */
function SystemOpens({ onPaths }: { onPaths(paths: readonly string[]): void }) {
	const bridge = useBridge();
	const toasts = useToasts();
	const { t } = useTranslation('shell');
	const title = useRef(t);
	title.current = t;
	useEffect(
		() =>
			bridge.onPackages(({ paths, max, leftOut }) => {
				onPaths(paths);
				if (leftOut === 0) return;
				const error = new DataFlareError('invalid_input', `${leftOut} packages beyond ${max} were not opened.`, {
					details: because('too_many_packages', { max, leftOut }),
				});
				toasts.failed(() => title.current('openPackages'), error);
			}),
		[bridge, toasts, onPaths],
	);
	return null;
}

/** Hears the keys of the window, and takes those that hold everywhere. */
function WindowKeys({ onPalette, onSheet }: { onPalette(): void; onSheet(): void }) {
	const bridge = useBridge();
	const { data } = useRoute('settings.get', {});
	const signs = useRef(true);
	signs.current = data?.letter_keys ?? true;
	useEffect(() => listenForKeys(() => signs.current), []);
	// Those that the shell's menu heard are no letters: what opens has no use for them.
	useEffect(() => bridge.onKey((key) => heldKeys.isHolding || takenKeys.press(key)), [bridge]);
	useKeys({
		palette: onPalette,
		help: onSheet,
		preferences: () => navigate(links.settings()),
		search: () => searchHere() || onPalette(),
		next: () => moveInList('ArrowDown'),
		previous: () => moveInList('ArrowUp'),
		...Object.fromEntries(places.map(({ key, path }) => [`go-${key}`, () => navigate(path)])),
	});
	return null;
}

/** What the whole window should know: no connection, a folder that vanished, a database that was set aside. */
function Notices() {
	const { t } = useTranslation('shell');
	const connection = useConnection();
	const { data } = useRoute('stats.get', {});
	const dismiss = useAction('notices.dismiss');
	const textOf = useRemarkText();
	const notices = data?.notices ?? [];
	if (connection !== 'lost' && connection !== 'restarted' && notices.length === 0) return null;
	return (
		<section
			aria-label={t('notices')}
			aria-live="polite"
			className="flex max-h-[40vh] shrink-0 flex-col gap-1 overflow-y-auto border-b border-line p-2"
		>
			{connection === 'restarted' && (
				<Note tone="attention">
					<p className="font-medium">{t('connection.restarted')}</p>
					<p>{t('connection.restartedText')}</p>
				</Note>
			)}
			{connection === 'lost' && (
				<Note tone="attention">
					<p className="font-medium">{t('connection.lost')}</p>
					<p>{t('connection.lostText')}</p>
					<p className="text-muted">{t('connection.lostHint')}</p>
				</Note>
			)}
			{notices.map((notice) => (
				<Note key={notice.text} tone="attention">
					<div className="flex items-start gap-2">
						<p className="min-w-0 flex-1 wrap-anywhere">
							<PluginText max={1000}>{textOf(notice)}</PluginText>
						</p>
						<Button busy={dismiss.isPending} onClick={() => dismiss.mutate({})}>
							{t('dismissNotice')}
						</Button>
					</div>
				</Note>
			))}
		</section>
	);
}
