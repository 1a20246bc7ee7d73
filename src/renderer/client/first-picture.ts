let tell: () => void = () => undefined;
const drawn = new Promise<void>((done) => {
	tell = done;
});

/** Resolves once the first picture is drawn: what is not in it is not asked for before. */
export const firstPicture: Promise<void> = drawn;

/** A window that nobody looks at draws nothing; it waits no longer. ms */
const AT_MOST_MS = 500;

// Not every browser has it.
const whenIdle = 'requestIdleCallback' in globalThis ? requestIdleCallback : setTimeout;

/** Called once the page was given to be drawn. */
export function pictureIsComing(): void {
	setTimeout(tell, AT_MOST_MS);
	// Told within a frame's work, a picture would wait for what is asked then; told right after it, what a person does first.
	requestAnimationFrame(() => setTimeout(() => whenIdle(tell)));
}
