import type { PictureView } from '../../../shared/face/picture.ts';
import type { PageBridge } from '../../client/connect.ts';

const nothing = (): (() => void) => () => undefined;

/**
 * The bridge of what is drawn where no page is: whoever asked for the picture is connected, and nothing is asked for while
 * it is drawn, nor after it.
 */
export const drawnBridge = {
	face: 'browser',
	on: nothing,
	onConnection(listener) {
		listener('connected');
		return () => undefined;
	},
	onNavigate: nothing,
	onPackages: nothing,
	onKey: nothing,
	request: () => new Promise<never>(() => undefined),
} satisfies Partial<PageBridge> as unknown as PageBridge;

/** What the components read of a window while they draw: theirs here is the one that the page told of. */
export function standAt(place: string, { width, height }: PictureView): void {
	const matchMedia = (query: string): Pick<MediaQueryList, 'matches'> => ({ matches: fits(query, width, height) });
	Object.assign(globalThis, { innerWidth: width, innerHeight: height, location: { hash: `#${place}` }, matchMedia });
}

/** As `use-media.ts` writes sizes. Throws for any other question: a picture that guesses would be another than the page's. */
function fits(query: string, width: number, height: number): boolean {
	const [, side, sign, px] = /^\((width|height) (>=|<) (\d+)px\)$/.exec(query) ?? [];
	if (side === undefined) throw new Error(`No picture knows of ${query}.`);
	const least = (side === 'width' ? width : height) >= Number(px);
	return sign === '<' ? !least : least;
}
