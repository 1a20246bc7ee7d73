import clsx from 'clsx';
import { Search } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { places } from '../../shared/face/places.ts';
import { useAction, useConnection, useRoute } from '../client/engine.tsx';
import { Button } from '../components/controls/button.tsx';
import { DropZone } from '../components/controls/drop-zone.tsx';
import { FailureBoundary } from '../components/failure-boundary.tsx';
import { Note } from '../components/notes.tsx';
import { PluginText } from '../components/text/plugin-text.tsx';
import { StatusBar } from '../features/status/status-bar.tsx';
import { navigate, useHashPath } from '../lib/nav/hash-location.ts';
import { type DropTaker, type ShellActions, ShellContext } from '../lib/nav/shell-context.ts';
import { useRemarkText } from '../lib/text/use-remark-text.ts';
import { InstallDialog, Palette } from './floating.tsx';
import { screens } from './screens.tsx';

/** The window's frame: where one can go, the screen, the status bar, and what floats above every screen. */
export function Shell({ children }: { readonly children: ReactNode }) {
	const { t } = useTranslation('shell');
	const { t: common } = useTranslation();
	const [path] = useHashPath();
	const [palette, setPalette] = useState(false);
	const [installing, setInstalling] = useState<readonly string[] | null>(null);
	// What comes while some are decided on joins them: nothing that was decided is lost.
	const addPaths = useCallback(
		(paths: readonly string[]) => setInstalling((before) => [...(before ?? []), ...paths]),
		[],
	);
	const taker = useRef<DropTaker | null>(null);
	const actions = useMemo<ShellActions>(
		() => ({
			openInstall: (paths = []) => addPaths(paths),
			openPalette: () => setPalette(true),
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
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
			if (event.key.toLowerCase() === 'k') {
				event.preventDefault();
				setPalette((open) => !open);
			}
			const place = places[Number(event.key) - 1];
			if (place !== undefined) {
				event.preventDefault();
				navigate(place.path);
			}
		};
		addEventListener('keydown', onKey);
		return () => removeEventListener('keydown', onKey);
	}, []);
	return (
		<ShellContext value={actions}>
			<DropZone onPaths={(paths) => void onDrop(paths)}>
				<div className="grid h-full grid-cols-[180px_minmax(0,1fr)] narrow:grid-cols-[48px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_auto]">
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
						<p className="px-2 text-title font-semibold narrow:hidden">DataFlare</p>
						<button
							type="button"
							onClick={() => setPalette(true)}
							title={common('search')}
							className="flex h-7 shrink-0 items-center gap-2 rounded-base border border-line bg-panel px-2 text-muted hover:bg-hover"
						>
							<Search size={14} aria-hidden />
							<span className="flex-1 text-left narrow:sr-only">{common('search')}</span>
							<kbd className="text-label narrow:hidden">{/Mac/.test(navigator.platform) ? '⌘K' : 'Ctrl K'}</kbd>
						</button>
						<ul className="flex flex-col gap-0.5">
							{places.map(({ key, path: to }) => {
								const Icon = screens[key].icon;
								const current = path === to || path.startsWith(`${to}/`);
								return (
									<li key={key}>
										<a
											href={`#${to}`}
											aria-current={current ? 'page' : undefined}
											title={t(`nav.${key}`)}
											className={clsx(
												'flex h-8 items-center gap-2 rounded-base px-2',
												current ? 'bg-selected font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
											)}
										>
											<Icon size={16} aria-hidden className="shrink-0" />
											<span className="narrow:sr-only">{t(`nav.${key}`)}</span>
										</a>
									</li>
								);
							})}
						</ul>
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
			<Palette screens={screens} open={palette} onClose={() => setPalette(false)} />
			{installing !== null && <InstallDialog paths={installing} onClose={() => setInstalling(null)} />}
		</ShellContext>
	);
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
