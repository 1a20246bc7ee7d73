import { existsSync, readFileSync } from 'node:fs';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** What Windows gives an overlay on each side, px. */
const OVERLAY_PX = 16;

/** A picture as far as it is known here: its size. */
class NativeImage {
	readonly #size: { readonly width: number; readonly height: number };

	constructor(size: { readonly width: number; readonly height: number }) {
		this.#size = size;
	}

	isEmpty = (): boolean => this.#size.width === 0;
	getSize = (): { readonly width: number; readonly height: number } => this.#size;
}

export const nativeImage = {
	/** Empty, without a word, for what is not there or is no picture. */
	createFromPath(path: string): NativeImage {
		const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
		const isPicture = bytes.length >= 24 && bytes.subarray(0, PNG.length).equals(PNG);
		return new NativeImage({
			width: isPicture ? bytes.readUInt32BE(16) : 0,
			height: isPicture ? bytes.readUInt32BE(20) : 0,
		});
	},
};

/**
 * What a window's button shows now; null: nothing. Documented for Windows alone, takes no path for an image, and an
 * empty image is an overlay that nobody sees: a mistake, while null takes it away.
 */
export function overlayOf(platform: NodeJS.Platform, image: unknown, description: unknown): string | null {
	if (platform !== 'win32') throw new TypeError('window.setOverlayIcon is not a function');
	if (typeof description !== 'string') throw new TypeError('Error processing argument at index 1');
	if (image === null) return null;
	if (!(image instanceof NativeImage)) throw new TypeError('Error processing argument at index 0');
	const { width, height } = image.getSize();
	if (width !== OVERLAY_PX || height !== OVERLAY_PX) throw new Error(`an overlay of ${width} × ${height} px`);
	return description;
}
