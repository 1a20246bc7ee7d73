/**
 * The first picture of the window, drawn by the program: what a page enters with tells what its window is like, and the
 * admission brings the list of plugins as markup, made by the page's own components.
 */

/** What the page's window is like, as far as the first picture depends on it. */
export interface PictureView {
	/** Of what is seen of the page, CSS px. */
	readonly width: number;
	readonly height: number;
	/** The browser's, the dearest first. */
	readonly languages: readonly string[];
	/** As `navigator.platform` tells it: keys have other names on a Mac. */
	readonly platform: string;
}

/** One of the first questions, answered. */
export interface PictureAnswer {
	readonly route: string;
	readonly input: unknown;
	readonly data: unknown;
}

export interface Picture {
	/** What stands in the page's root. Styles stand in `data-style`: markup with styles of its own is refused by the content security policy. */
	readonly html: string;
	readonly language: 'en' | 'zh-CN';
	readonly theme: 'system' | 'light' | 'dark';
}

/** What `picture.mjs`, beside the built page, has: null where the first picture is none of its. */
export type DrawPicture = (view: PictureView, answers: readonly PictureAnswer[]) => Promise<Picture | null>;

/** More rows than a window has would be drawn for nothing. CSS px */
const MOST_PX = 10_000;
const MOST_LANGUAGES = 16;
const MOST_LETTERS = 64;

/** Null: it is nothing that a page says of itself. */
export function pictureViewOf(said: unknown): PictureView | null {
	const { width, height, languages, platform } = (said ?? {}) as Partial<Record<keyof PictureView, unknown>>;
	const isPx = (px: unknown): px is number => Number.isInteger(px) && Number(px) > 0 && Number(px) <= MOST_PX;
	const isWord = (word: unknown): word is string => typeof word === 'string' && word.length <= MOST_LETTERS;
	if (!isPx(width) || !isPx(height) || !isWord(platform) || !Array.isArray(languages)) return null;
	if (languages.length > MOST_LANGUAGES || !languages.every(isWord)) return null;
	return { width, height, languages, platform };
}
