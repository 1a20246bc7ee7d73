import { CSPProvider } from '@base-ui/react/csp-provider';
import type { QueryClient } from '@tanstack/react-query';
import { CircleQuestionMark } from 'lucide-react';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Router, Switch } from 'wouter';
import { EngineProvider, useBridge, useRoute } from '../client/engine.tsx';
import type { HeadStart } from '../client/head-start.ts';
import { Link } from '../components/controls/link.tsx';
import { EmptyState } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { ToastProvider } from '../components/toasts.tsx';
import { navigate, useHashPath } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';
import { PreferencesProvider } from '../lib/preferences.tsx';
import { homeOf } from './home.ts';
import { screenRoutes } from './screens.tsx';
import { Shell } from './shell.tsx';

export function App({
	start,
	client,
	onDrawn,
}: {
	readonly start: HeadStart;
	readonly client: QueryClient;
	/** Called once the first screen is there and acts. */
	onDrawn(): void;
}) {
	return (
		<CSPProvider disableStyleElements>
			<EngineProvider start={start} client={client}>
				<PreferencesProvider>
					<ToastProvider>
						<Router hook={useHashPath}>
							<Shell>
								<Suspense>
									<Screens />
									<Drawn onDrawn={onDrawn} />
								</Suspense>
							</Shell>
						</Router>
					</ToastProvider>
				</PreferencesProvider>
			</EngineProvider>
		</CSPProvider>
	);
}

/** Stands behind the screens: what happens to them first has happened when it is its turn. */
function Drawn({ onDrawn }: { onDrawn(): void }) {
	useEffect(onDrawn, [onDrawn]);
	return null;
}

function Screens() {
	const bridge = useBridge();
	useEffect(() => bridge.onNavigate((hash) => navigate(hash)), [bridge]);
	return (
		<Switch>
			<Route path="/">
				<Home />
			</Route>
			{screenRoutes}
			<Route>
				<NotFound />
			</Route>
		</Switch>
	);
}

/** What was known before the first picture went there by itself (`draw.tsx`). */
function Home() {
	const settings = useRoute('settings.get', {});
	const plugins = useRoute('plugins.list', {});
	// What was just decided may still be on its way: an old answer would show the welcome once more.
	if (settings.isPending || settings.isFetching || plugins.isPending) return null;
	return <Redirect to={homeOf(settings.data, plugins.data)} replace />;
}

function NotFound() {
	const { t } = useTranslation('shell');
	return (
		<Page title={t('notFound.title')}>
			<EmptyState
				icon={CircleQuestionMark}
				title={t('notFound.title')}
				action={<Link to={links.plugins()}>{t('notFound.go')}</Link>}
			>
				{t('notFound.text')}
			</EmptyState>
		</Page>
	);
}
