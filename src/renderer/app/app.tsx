import { CSPProvider } from '@base-ui/react/csp-provider';
import { CircleQuestionMark } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Router, Switch } from 'wouter';
import type { PageBridge } from '../client/connect.ts';
import { createQueryClient, EngineProvider, useBridge, useRoute } from '../client/engine.tsx';
import { Link } from '../components/controls/link.tsx';
import { EmptyState } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { ToastProvider } from '../components/toasts.tsx';
import { loadLater } from '../lib/load-later.tsx';
import { navigate, useHashPath } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';
import { PreferencesProvider } from '../lib/preferences.tsx';
import { PluginsPage } from '../pages/plugins-page.tsx';
import { Shell } from './shell.tsx';

const PoliciesPage = loadLater(async () => (await import('../pages/policies-page.tsx')).PoliciesPage);
const ComparePage = loadLater(async () => (await import('../pages/compare-page.tsx')).ComparePage);
const RunPage = loadLater(async () => (await import('../pages/run-page.tsx')).RunPage);
const RunFilePage = loadLater(async () => (await import('../pages/run-file-page.tsx')).RunFilePage);
const RunsPage = loadLater(async () => (await import('../pages/runs-page.tsx')).RunsPage);
const SettingsPage = loadLater(async () => (await import('../pages/settings-page.tsx')).SettingsPage);
const StartPage = loadLater(async () => (await import('../pages/start-page.tsx')).StartPage);

export function App({ bridge }: { readonly bridge: PageBridge }) {
	const [client] = useState(createQueryClient);
	return (
		<CSPProvider disableStyleElements>
			<EngineProvider bridge={bridge} client={client}>
				<PreferencesProvider>
					<ToastProvider>
						<Router hook={useHashPath}>
							<Shell>
								<Suspense>
									<Screens />
								</Suspense>
							</Shell>
						</Router>
					</ToastProvider>
				</PreferencesProvider>
			</EngineProvider>
		</CSPProvider>
	);
}

function Screens() {
	const bridge = useBridge();
	useEffect(() => bridge.onNavigate((hash) => navigate(hash)), [bridge]);
	return (
		<Switch>
			<Route path="/">
				<Home />
			</Route>
			{/* One route, so that the list stays as it is while plugins are opened from it. */}
			<Route path="/plugins/:name?/:tab?">
				{({ name, tab }) => (
					<PluginsPage name={name === undefined ? null : decodeURIComponent(name)} tab={tab ?? 'overview'} />
				)}
			</Route>
			<Route path="/run">
				<RunFilePage />
			</Route>
			<Route path="/runs">
				<RunsPage />
			</Route>
			<Route path="/runs/:id">{({ id }) => <RunPage key={id} id={id} />}</Route>
			<Route path="/runs/:id/compare/:other">
				{({ id, other }) => <ComparePage key={`${id}/${other}`} id={id} other={other} />}
			</Route>
			<Route path="/policies">
				<PoliciesPage />
			</Route>
			<Route path="/settings">
				<SettingsPage />
			</Route>
			<Route path="/welcome">
				<StartPage />
			</Route>
			<Route>
				<NotFound />
			</Route>
		</Switch>
	);
}

/** Who starts for the first time, with nothing installed, is shown the way in. */
function Home() {
	const settings = useRoute('settings.get', {});
	const plugins = useRoute('plugins.list', {});
	// What was just decided may still be on its way: an old answer would show the welcome once more.
	if (settings.isPending || settings.isFetching || plugins.isPending) return null;
	const isNew = settings.data?.first_start_done === false && plugins.data?.length === 0;
	return <Redirect to={isNew ? links.start() : links.plugins()} replace />;
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
