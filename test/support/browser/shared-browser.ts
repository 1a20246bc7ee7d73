import { text } from 'node:stream/consumers';
import { type Browser, chromium, type Download } from 'playwright-core';
import { inject } from 'vitest';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Address of a browser that all files may open pages in; an error's message where there is none. */
		readonly browser: { readonly endpoint: string } | { readonly missing: string };
	}
}

/** The browser that all test files share; closing what this answers with closes its own pages alone. */
export async function sharedBrowser(): Promise<Browser> {
	const browser = inject('browser');
	if ('missing' in browser) throw new Error(browser.missing);
	return chromium.connect(browser.endpoint);
}

/** What a download brought; it lies where the browser runs, so it is read through it. */
export async function textOf(download: Download): Promise<string> {
	return text(await download.createReadStream());
}
