import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import type { ReadRoute } from '../../../shared/api/routes.ts';
import type { DrawPicture } from '../../../shared/face/picture.ts';
import { createQueryClient, routeKey } from '../../client/engine.tsx';
import type { HeadStart } from '../../client/head-start.ts';
import { speakAny } from '../../i18n/index.ts';
import { resolveLanguage } from '../../i18n/language.ts';
import { isMac } from '../../lib/keys/key-text.ts';
import { links } from '../../lib/nav/links.ts';
import { App } from '../app.tsx';
import { firstAnswersOf } from '../first-answers.ts';
import { homeOf } from '../home.ts';
import { drawnBridge, standAt } from './stand-in.ts';

const start: HeadStart = { bridge: drawnBridge, questions: [], takeEvents: () => [] };

const nothing = (): void => undefined;

/**
 * Runs in the program, in a thread that has no page. Draws what the page itself would draw first, of the same answers;
 * null where that is another screen than the list, or needs texts that come later.
 */
export const drawPicture: DrawPicture = async (view, answers) => {
	const client = createQueryClient();
	for (const { route, input, data } of answers) client.setQueryData(routeKey(route as ReadRoute, input as never), data);
	const { settings, plugins, policies, saysFailures } = firstAnswersOf(client);
	if (settings === undefined || plugins === undefined || policies === undefined || saysFailures) return null;
	const place = homeOf(settings, plugins);
	if (place !== links.plugins() || isMac !== /Mac/.test(view.platform)) return null;
	const language = resolveLanguage(settings.language, view.languages);
	await speakAny(language);
	standAt(place, view);
	const html = renderToString(
		<StrictMode>
			<App start={start} client={client} onDrawn={nothing} />
		</StrictMode>,
	);
	client.clear();
	// Quotation marks stand in no text and no value of the markup as they are: this finds attributes alone.
	return { html: html.replaceAll(' style="', ' data-style="'), language, theme: settings.theme };
};
