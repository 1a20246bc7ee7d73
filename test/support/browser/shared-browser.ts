import { text } from 'node:stream/consumers';
import { type Browser, chromium, type Download } from 'playwright-core';
import { inject } from 'vitest';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Whoever asks here is told the address of a browser that all files may open pages in, or why there is none. */
		readonly browserDesk: string;
	}
}

/** The browser that all test files share; closing what this answers with closes its own pages alone. */
export async function sharedBrowser(): Promise<Browser> {
	const answer = await fetch(inject('browserDesk'));
	const said = await answer.text();
	if (!answer.ok) throw new Error(said);
	return chromium.connect(said);
}

/** What a download brought; it lies where the browser runs, so it is read through it. */
export async function textOf(download: Download): Promise<string> {
	return text(await download.createReadStream());
}
