import { Notification } from 'electron';
import { type Notice, noticeSchema } from '../../shared/face/activity.ts';
import { navigate } from '../window/ipc.ts';
import type { Windows } from '../window/windows.ts';
import { asMarkup, shortLine } from './plain-line.ts';

/** What a system draws of a notification, characters. */
const TITLE_CHARS = 80;
const BODY_CHARS = 240;

/** Kept until they are gone, or a click would be lost with the object. */
const shown = new Set<Notification>();

/** Ends that the person asked for and was told of, newest last: each window tells, and one notice is shown. */
const told = new Set<string>();
const TOLD_KEPT = 1000;

/**
 * Shows what a page has to tell while the person looks elsewhere, which every page does and the front one is heard, or
 * because they asked for it; a click opens its place. False: nothing was shown.
 */
export function showNotice(windows: Windows, isFront: boolean, asked: unknown): boolean {
	const notice = noticeSchema.parse(asked);
	if (notice.wanted && told.has(notice.tag)) return true;
	if (!notice.wanted && (!isFront || windows.hasFocus)) return false;
	const isShown = show(notice, () => {
		windows.show();
		navigate(windows, notice.hash);
	});
	if (isShown && notice.wanted) remember(notice.tag);
	return isShown;
}

function remember(tag: string): void {
	told.add(tag);
	for (const oldest of told) {
		if (told.size <= TOLD_KEPT) return;
		told.delete(oldest);
	}
}

/** Shows it whether or not a window is in front; `opened` hears of a click. */
export function show({ title, body }: Pick<Notice, 'title' | 'body'>, opened: () => void): boolean {
	if (!Notification.isSupported()) return false;
	const notification = new Notification({
		title: shortLine(title, TITLE_CHARS),
		body: asMarkup(shortLine(body, BODY_CHARS)),
	});
	shown.add(notification);
	notification.on('failed', () => shown.delete(notification));
	notification.on('close', () => shown.delete(notification));
	notification.on('click', () => {
		shown.delete(notification);
		opened();
	});
	notification.show();
	return true;
}
