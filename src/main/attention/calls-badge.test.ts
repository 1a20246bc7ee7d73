import { resolve } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { overlayOf } from '../../../test/support/electron-stand-in/native-image.ts';
import type { Windows } from '../window/windows.ts';
import { CallsBadge } from './calls-badge.ts';

const counts = vi.hoisted((): number[] => []);

vi.mock('electron', async () => {
	const { nativeImage } = await import('../../../test/support/electron-stand-in/native-image.ts');
	return { app: { setBadgeCount: (count: number) => counts.push(count) > 0 }, nativeImage };
});

const resources = resolve(import.meta.dirname, '../../../resources');

/** The program's windows on a platform: what the button of each shows. */
function desktop(platform: NodeJS.Platform) {
	const buttons: { overlay: string | null; focus: () => void }[] = [];
	const all: object[] = [];
	let opened: (window: object) => void = () => {};
	const windows = {
		all,
		onOpen: (listener: (window: object) => void): void => {
			opened = listener;
		},
	} as unknown as Windows;
	return {
		buttons,
		badge: new CallsBadge(windows, resources, platform),
		open(): void {
			const button: (typeof buttons)[number] = { overlay: null, focus: () => {} };
			const window = {
				on: (_event: 'focus', listener: () => void): void => {
					button.focus = listener;
				},
				setOverlayIcon: (image: unknown, description: unknown): void => {
					button.overlay = overlayOf(platform, image, description);
				},
			};
			buttons.push(button);
			all.push(window);
			opened(window);
		},
	};
}

describe('the badge of what calls for the person', () => {
	beforeEach(() => void counts.splice(0));
	const two = { calls: 2, callsText: '2 plugins wait for review' };
	const none = { calls: 0, callsText: '' };

	it('is a sign on the button of every window on Windows, in words for a screen reader, and goes with the calls', () => {
		const { badge, buttons, open } = desktop('win32');
		open();
		open();
		badge.show(two);
		expect(buttons.map(({ overlay }) => overlay)).toEqual([two.callsText, two.callsText]);
		badge.show(none);
		expect(buttons.map(({ overlay }) => overlay)).toEqual([null, null]);
		// Electron has a badge of its own there, in words of its own: the last of both would be seen.
		expect(counts).toEqual([]);
	});

	it('is drawn anew on a button that was made anew, and on that of a window that was opened since', () => {
		const { badge, buttons, open } = desktop('win32');
		open();
		badge.show(two);
		open();
		for (const button of buttons) button.overlay = null;
		for (const button of buttons) button.focus();
		expect(buttons.map(({ overlay }) => overlay)).toEqual([two.callsText, two.callsText]);
	});

	it('hides nothing from who hears it', () => {
		const { badge, buttons, open } = desktop('win32');
		open();
		badge.show({ calls: 1, callsText: `1\u202e run\n${'x'.repeat(1000)}` });
		expect(buttons[0]?.overlay).toMatch(/^1⟨U\+202E⟩ run x+…$/);
	});

	it.each(['linux', 'darwin'] as const)('is a count on %s, and no window is drawn on', (platform) => {
		const { badge, open } = desktop(platform);
		open();
		badge.show(two);
		badge.show(none);
		expect(counts).toEqual([2, 0]);
	});
});
