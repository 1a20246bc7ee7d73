import type { Notice } from '../../shared/face/activity.ts';
import type { NoticePermission } from '../../shared/face/bridge.ts';
import { isInFront } from './in-front.ts';

/** How long other tabs may take to say that they are in front, ms. */
const ASK_MS = 200;

const permissions = { granted: 'given', default: 'unasked', denied: 'denied' } as const;

/** The browser's own notifications. Of several tabs of the program one that is in front keeps all of them quiet. */
export class BrowserNotices {
	readonly #open: (hash: string) => void;
	readonly #tabs = new BroadcastChannel('dataflare-tabs');
	readonly #inFront = new EventTarget();

	/** `open` is told the place of a notice that was clicked. */
	constructor(open: (hash: string) => void) {
		this.#open = open;
		this.#tabs.addEventListener('message', ({ data }) => {
			if (data === 'who is in front?' && isInFront()) this.#tabs.postMessage('I am');
			if (data === 'I am') this.#inFront.dispatchEvent(new Event('known'));
		});
	}

	permission(): NoticePermission {
		return 'Notification' in window ? permissions[Notification.permission] : 'none';
	}

	async ask(): Promise<NoticePermission> {
		if (this.permission() === 'unasked') await Notification.requestPermission();
		return this.permission();
	}

	async show({ title, body, tag, hash, wanted }: Notice): Promise<boolean> {
		if (this.permission() !== 'given') return false;
		if (!wanted && (isInFront() || (await this.#isAnotherInFront()))) return false;
		// Of several tabs each shows it; the tag makes one of them.
		const shown = new Notification(title, { body, tag });
		shown.addEventListener('click', () => {
			window.focus();
			this.#open(hash);
			shown.close();
		});
		return true;
	}

	#isAnotherInFront(): Promise<boolean> {
		return new Promise((resolve) => {
			this.#inFront.addEventListener('known', () => resolve(true), { once: true });
			setTimeout(() => resolve(false), ASK_MS);
			this.#tabs.postMessage('who is in front?');
		});
	}
}
