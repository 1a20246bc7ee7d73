import type { Picture, PictureView } from '../../../shared/face/picture.ts';
import { applyTheme } from '../../lib/appearance.ts';
import { holdPresses } from './held-presses.ts';

/** A first picture that the program has drawn and nobody has taken over yet. */
export interface ShownPicture {
	readonly language: Picture['language'];
	/** Whether the page would draw the same: whoever draws goes on with what is there only then. */
	isAsDrawn(): boolean;
	/** What was pressed meanwhile is pressed now. Idempotent. */
	release(): void;
}

/** Nobody speaks more; the program takes no more. */
const MOST_LANGUAGES = 16;

/** A tab is at the beginning that the program draws as long as its address holds no place. */
const isAtBeginning = (): boolean => /^#?(?:start=.*)?$/.test(location.hash);

/** What the page's window is like; null where the first picture is not the program's to draw. */
export function pictureView(): PictureView | null {
	if (window.bridge !== undefined || !location.hash.startsWith('#start=')) return null;
	const languages = navigator.languages.slice(0, MOST_LANGUAGES);
	return { width: innerWidth, height: innerHeight, languages, platform: navigator.platform };
}

/** Shows what the program has drawn, and holds what is pressed there until somebody hears it. */
export function showPicture({ html, language, theme }: Picture, view: PictureView): ShownPicture | null {
	const root = document.getElementById('root');
	if (root === null || !isAtBeginning()) return null;
	applyTheme(theme);
	document.documentElement.lang = language;
	root.innerHTML = html;
	for (const element of root.querySelectorAll<HTMLElement>('[data-style]')) {
		element.style.cssText = element.dataset['style'] ?? '';
		delete element.dataset['style'];
	}
	// Laid out at once: by the time that the browser comes to draw, which may be a whole frame later, that is done.
	root.getBoundingClientRect();
	const isAsDrawn = (): boolean => isAtBeginning() && innerWidth === view.width && innerHeight === view.height;
	return { language, isAsDrawn, release: holdPresses() };
}
