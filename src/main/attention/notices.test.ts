import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '../../shared/face/activity.ts';
import type { Windows } from '../window/windows.ts';
import { showNotice } from './notices.ts';

const shown = vi.hoisted((): { title: string; click(): void }[] => []);

vi.mock('electron', async () => {
	const { EventEmitter: Emitter } = await import('node:events');
	class Notification extends Emitter {
		static readonly isSupported = (): boolean => true;
		readonly #title: string;

		constructor({ title }: { readonly title: string }) {
			super();
			this.#title = title;
		}

		show(): void {
			shown.push({ title: this.#title, click: () => void this.emit('click') });
		}
	}
	return { Notification };
});

/** The program's windows, one of which has the focus or none. */
function windowsOf(hasFocus: boolean): { readonly windows: Windows; readonly went: readonly string[] } {
	const went: string[] = [];
	const windows = {
		hasFocus,
		show: () => {},
		sendToFront: (_channel: string, hash: string) => void went.push(hash),
	};
	return { windows: windows as unknown as Windows, went };
}

const notice = (tag: string, wanted: boolean): Notice => ({
	title: `${tag} finished`,
	body: '',
	hash: `#/runs/${tag}`,
	tag,
	wanted,
});

describe('what a page has to tell', () => {
	beforeEach(() => void shown.splice(0));

	it('is heard of the front window, while the person looks elsewhere', () => {
		const { windows } = windowsOf(false);
		expect(showNotice(windows, false, notice('a', false))).toBe(false);
		expect(shown).toEqual([]);
		expect(showNotice(windows, true, notice('a', false))).toBe(true);
		expect(showNotice(windowsOf(true).windows, true, notice('b', false))).toBe(false);
		expect(shown.map(({ title }) => title)).toEqual(['a finished']);
	});

	it('is shown though they look here where they asked for it, once of however many windows tell, and leads there', () => {
		const { windows, went } = windowsOf(true);
		expect([false, true, false].map((isFront) => showNotice(windows, isFront, notice('c', true)))).toEqual([
			true,
			true,
			true,
		]);
		expect(showNotice(windows, false, notice('d', true))).toBe(true);
		expect(shown.map(({ title }) => title)).toEqual(['c finished', 'd finished']);
		shown[0]?.click();
		expect(went).toEqual(['#/runs/c']);
	});

	it('is refused where it is no notice', () => {
		expect(() => showNotice(windowsOf(true).windows, true, { ...notice('e', true), hash: 'https://x' })).toThrow();
	});
});
