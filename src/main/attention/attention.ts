import type { BrowserWindow } from 'electron';
import type { Core } from '../../core/index.ts';
import { activitySchema } from '../../shared/face/activity.ts';
import type { Answer } from '../window/ipc.ts';
import type { Windows } from '../window/windows.ts';
import { CallsBadge } from './calls-badge.ts';
import { show, showNotice } from './notices.ts';
import { TrayIcon } from './tray-icon.ts';

/** More than 1 moves without an end on Windows; elsewhere it would be drawn as done. */
const WITHOUT_END = 2;

/** What is shown outside of the page: notices, how far it is on the program's icon, how much calls, the tray. */
export interface Attention {
	/** What the page says of it. */
	readonly channels: Readonly<Record<string, Answer>>;
	/** The last window is being closed. True: it is hidden, and the program goes on in the tray. */
	hideInstead(): boolean;
}

export function attentionOf(core: Core, windows: Windows, resources: string): Attention {
	const tray = new TrayIcon(core, windows, resources);
	const badge = new CallsBadge(windows, resources);
	function showActivity(asked: unknown): void {
		const { progress, calls, callsText, tray: menu } = activitySchema.parse(asked);
		const draw = (window: BrowserWindow): void => window.setProgressBar(barOf(progress));
		for (const window of windows.all) draw(window);
		badge.show({ calls, callsText });
		tray.show(menu);
	}
	return {
		channels: {
			'dataflare:notify': (window, notice) => showNotice(windows, window === windows.front, notice),
			// Every page has the same to tell: the front one's counts.
			'dataflare:activity': (window, activity) => {
				if (window === windows.front) showActivity(activity);
			},
		},
		hideInstead() {
			const { menu } = tray;
			if (menu === null) return false;
			const front: BrowserWindow | null = windows.front;
			front?.hide();
			void sayOnce(core, () => show(menu.goesOn, () => windows.show()));
			return true;
		},
	};
}

function barOf(progress: number | 'unknown' | null): number {
	if (progress !== 'unknown') return progress ?? -1;
	return process.platform === 'win32' ? WITHOUT_END : -1;
}

async function sayOnce(core: Core, say: () => boolean): Promise<void> {
	const settings = await core.request('settings.get', {});
	if (!settings.ok || settings.data.tray_told || !say()) return;
	await core.request('settings.set', { key: 'tray_told', value: true });
}
