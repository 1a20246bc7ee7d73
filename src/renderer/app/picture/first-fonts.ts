import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import mono from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url';

/**
 * Fetches the fonts of the first picture while the program draws it. Where they are there in time, the page asks the system
 * for none of those that stand in for them, weight by weight, and is laid out once.
 */
export function firstFonts(): void {
	for (const href of [inter, mono]) {
		const link = document.createElement('link');
		Object.assign(link, { rel: 'preload', as: 'font', type: 'font/woff2', crossOrigin: 'anonymous', href });
		document.head.append(link);
	}
}
