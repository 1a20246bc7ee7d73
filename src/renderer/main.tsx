import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/main.css';
import { drawNoCode } from './app/draw-no-code.ts';
import { firstQuestions } from './app/first-questions.ts';
import { firstFonts } from './app/picture/first-fonts.ts';
import { pictureView, type ShownPicture, showPicture } from './app/picture/show-picture.ts';
import { headStart } from './client/head-start.ts';
import { enterServer } from './client/server.ts';
import { catalogueOf, resolveLanguage } from './i18n/language.ts';
import { applyTheme, rememberedPreferences } from './lib/appearance.ts';

// This file comes first and is small: what takes a way to the program and back is begun before any other code is there.
const { theme, language } = rememberedPreferences();
applyTheme(theme);
const questions = firstQuestions();
const view = pictureView();
let shown: ShownPicture | null = null;
const entered =
	window.bridge !== undefined
		? null
		: enterServer({
				questions,
				view,
				onPicture(picture) {
					if (view !== null) shown = showPicture(picture, view);
				},
			});
const begun = headStart(entered, questions);
// Told by whoever draws.
begun.catch(() => undefined);

async function start(): Promise<void> {
	if (view !== null) {
		firstFonts();
		// What takes the picture over comes when it is there: fetched beside it, it takes the picture's time, and is done no sooner.
		await begun.catch(() => undefined);
	}
	const spoken = shown?.language ?? resolveLanguage(language);
	void catalogueOf(spoken).catch(() => undefined);
	try {
		const { draw } = await import('./app/draw.tsx');
		await draw(begun, spoken, shown);
	} catch (error) {
		// The program may have ended since it let the page in: what it drew would stand there, and hear nobody.
		shown?.release();
		drawNoCode(spoken);
		reportError(error);
	}
}

// Not awaited: what draws needs this file, and would wait for it in turn.
void start();
