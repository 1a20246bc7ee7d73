import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { toDataFlareError } from '../../shared/errors/errors.ts';
import { createQueryClient, takeAnswers } from '../client/engine.tsx';
import type { HeadStart } from '../client/head-start.ts';
import { startTranslations } from '../i18n/index.ts';
import type { Language } from '../i18n/language.ts';
import { fetchAllParts } from '../lib/load-later.tsx';
import { failureText } from '../lib/text/failure-text.ts';
import { createFormat } from '../lib/text/use-format.ts';
import { App } from './app.tsx';

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
	root.render(
		<StrictMode>
			<App start={start.value} client={client} />
		</StrictMode>,
	);
	setTimeout(() => void fetchAllParts(), FETCH_ALL_MS);
}

function drawFailure(root: Root, thrown: unknown): void {
	const { resolvedLanguage = 'en' } = i18next;
	const { text, hint } = failureText(
		toDataFlareError(thrown),
		createFormat(resolvedLanguage, 'local'),
		i18next.getFixedT(resolvedLanguage, 'failure'),
		i18next.getFixedT(resolvedLanguage, 'common'),
	);
	root.render(
		<main role="alert" className="mx-auto max-w-120 p-8">
			<h1 className="text-title font-semibold">{text}</h1>
			<p className="mt-2 text-muted">{hint}</p>
		</main>,
	);
}
