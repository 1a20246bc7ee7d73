import type { QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { RouteOutput } from '../../shared/api/routes.ts';
import { toDataFlareError } from '../../shared/errors/errors.ts';
import { createQueryClient, routeKey, takeAnswers } from '../client/engine.tsx';
import { firstPicture, pictureIsComing } from '../client/first-picture.ts';
import type { HeadStart } from '../client/head-start.ts';
import { laterTexts, startTranslations } from '../i18n/index.ts';
import type { Language } from '../i18n/language.ts';
import { fetchAllParts } from '../lib/load-later.tsx';
import { isHome, navigate } from '../lib/nav/hash-location.ts';
import { failureText, ownText } from '../lib/text/failure-text.ts';
import { createFormat } from '../lib/text/use-format.ts';
import { App } from './app.tsx';
import { homeOf } from './home.ts';

/** By then the first screen is drawn. ms */
const FETCH_ALL_MS = 1_500;
/** Answers that are there by then are in the first picture; it waits no longer for others. ms */
const WAIT_MS = 60;

/** Draws the window, or why there is none. */
export async function draw(begun: Promise<HeadStart>, language: Language): Promise<void> {
	const element = document.getElementById('root');
	if (element === null) throw new Error('index.html has no #root');
	const root = createRoot(element);
	const [start] = await Promise.allSettled([begun, startTranslations(language)]);
	if (start.status === 'rejected') return drawFailure(root, start.reason);
	const client = createQueryClient();
	await Promise.race([takeAnswers(client, start.value.questions), new Promise((done) => setTimeout(done, WAIT_MS))]);
	goHome(client);
	if (saysFailures(client)) await laterTexts().catch(() => undefined);
	root.render(
		<StrictMode>
			<App start={start.value} client={client} />
		</StrictMode>,
	);
	pictureIsComing();
	void firstPicture.then(laterTexts).catch(() => undefined);
	setTimeout(() => void fetchAllParts(), FETCH_ALL_MS);
}

/** Goes where the window begins, if it is at no place and that is known: drawing the frame for another place first would draw it twice. */
function goHome(client: QueryClient): void {
	const settings = client.getQueryData<RouteOutput<'settings.get'>>(routeKey('settings.get', {}));
	const plugins = client.getQueryData<RouteOutput<'plugins.list'>>(routeKey('plugins.list', {}));
	if (settings === undefined || plugins === undefined || !isHome()) return;
	navigate(homeOf(settings, plugins), { replace: true });
}

/** Whether the first picture has sentences of failures or of notices in it. */
function saysFailures(client: QueryClient): boolean {
	const plugins = client.getQueryData<RouteOutput<'plugins.list'>>(routeKey('plugins.list', {})) ?? [];
	const notices = client.getQueryData<RouteOutput<'stats.get'>>(routeKey('stats.get', {}))?.notices ?? [];
	return notices.length > 0 || plugins.some(({ problem, failedUpdate }) => (problem ?? failedUpdate) !== null);
}

async function drawFailure(root: Root, thrown: unknown): Promise<void> {
	const error = toDataFlareError(thrown);
	const hasTexts = await laterTexts().then(
		() => true,
		() => false,
	);
	const { resolvedLanguage = 'en' } = i18next;
	const { text, hint } = hasTexts
		? failureText(
				error,
				createFormat(resolvedLanguage, 'local'),
				i18next.getFixedT(resolvedLanguage, 'failure'),
				i18next.getFixedT(resolvedLanguage, 'common'),
			)
		: ownText(error);
	root.render(
		<main role="alert" className="mx-auto max-w-120 p-8">
			<h1 className="text-title font-semibold">{text}</h1>
			<p className="mt-2 text-muted">{hint}</p>
		</main>,
	);
}
