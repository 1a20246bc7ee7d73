import { join } from 'node:path';
import { app, type BrowserWindow, nativeImage } from 'electron';
import type { Activity } from '../../shared/face/activity.ts';
import type { Windows } from '../window/windows.ts';
import { shortLine } from './plain-line.ts';

/** What a screen reader says of it, characters. */
const WORDS_CHARS = 240;

/** That something calls for the person, on the program's icon: how much, or on Windows a sign on each window's button. */
export class CallsBadge {
	readonly #windows: Windows;
	readonly #image: string;
	readonly #isWindows: boolean;
	#words = '';

	/** `resources`: the folder that the sign lies in. */
	constructor(windows: Windows, resources: string, platform: NodeJS.Platform = process.platform) {
		this.#windows = windows;
		this.#image = join(resources, 'badge', 'calls.png');
		this.#isWindows = platform === 'win32';
		// A button that is made anew, as for a window that was hidden, has lost its sign.
		if (this.#isWindows) windows.onOpen((window) => window.on('focus', () => this.#draw(window)));
	}

	show({ calls, callsText }: Pick<Activity, 'calls' | 'callsText'>): void {
		if (!this.#isWindows) {
			app.setBadgeCount(calls);
			return;
		}
		this.#words = calls === 0 ? '' : shortLine(callsText, WORDS_CHARS);
		for (const window of this.#windows.all) this.#draw(window);
	}

	#draw(window: BrowserWindow): void {
		if (this.#words === '') window.setOverlayIcon(null, '');
		else window.setOverlayIcon(nativeImage.createFromPath(this.#image), this.#words);
	}
}
