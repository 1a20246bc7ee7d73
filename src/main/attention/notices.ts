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

/** Shows what the page has to tell while the person looks elsewhere; a click opens its place. False: nothing was shown. */
export function showNotice(windows: Windows, asked: unknown): boolean {
	const notice = noticeSchema.parse(asked);
	if (windows.hasFocus) return false;
	return show(notice, () => {
		windows.show();
		navigate(windows, notice.hash);
	});
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
