import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { toDataFlareError } from '../../shared/errors/errors.ts';
import { createQueryClient, takeAnswers } from '../client/engine.tsx';
import { firstPicture, pictureIsComing } from '../client/first-picture.ts';
import type { HeadStart } from '../client/head-start.ts';
import { laterTexts, startTranslations } from '../i18n/index.ts';
import type { Language } from '../i18n/language.ts';
import { fetchAllParts } from '../lib/load-later.tsx';
import { isHome, navigate } from '../lib/nav/hash-location.ts';
import { failureText, ownText } from '../lib/text/failure-text.ts';
import { createFormat } from '../lib/text/use-format.ts';
import { App } from './app.tsx';
import { firstAnswersOf } from './first-answers.ts';
import { homeOf } from './home.ts';
import type { ShownPicture } from './picture/show-picture.ts';

/** By then the first screen is drawn. ms */
const FETCH_ALL_MS = 1_500;
/** Answers that are there by then are in the first picture; it waits no longer for others. ms */
const WAIT_MS = 60;

/** Draws the window, or why there is none; where the program has drawn it already (`shown`), takes that over. */
export async function draw(begun: Promise<HeadStart>, language: Language, shown: ShownPicture | null): Promise<void> {
	const element = document.getElementById('root');
	if (element === null) throw new Error('index.html has no #root');
	const [start] = await Promise.allSettled([begun, startTranslations(language)]);
	if (start.status === 'rejected') {
		shown?.release();
		return drawFailure(createRoot(element), start.reason);
	}
	const client = createQueryClient();
	await Promise.race([takeAnswers(client, start.value.questions), new Promise((done) => setTimeout(done, WAIT_MS))]);
	const { settings, plugins, policies, saysFailures } = firstAnswersOf(client);
	if (saysFailures) await laterTexts().catch(() => undefined);
	const isKnown = settings !== undefined && plugins !== undefined && policies !== undefined;
	const isAsDrawn = isKnown && shown?.isAsDrawn() === true;
	// Where the window begins, if it is at no place and that is known: drawing the frame for another place first would draw it twice.
	if (settings !== undefined && plugins !== undefined && isHome()) {
		navigate(homeOf(settings, plugins), { replace: true });
	}
	const app = (
		<StrictMode>
			<App start={start.value} client={client} onDrawn={shown?.release ?? nothing} />
		</StrictMode>
	);
	if (isAsDrawn) hydrateRoot(element, app);
	else createRoot(element).render(app);
	pictureIsComing();
	void firstPicture.then(laterTexts).catch(() => undefined);
	setTimeout(() => void fetchAllParts(), FETCH_ALL_MS);
}

const nothing = (): void => undefined;

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
