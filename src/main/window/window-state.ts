import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, type Rectangle, screen } from 'electron';

interface WindowState {
	readonly bounds: Partial<Rectangle> & { readonly width: number; readonly height: number };
	readonly maximized: boolean;
}

const initial: WindowState = { bounds: { width: 1200, height: 800 }, maximized: false };

const file = (): string => join(app.getPath('userData'), 'window.json');

/** Where the window was; where it was on a screen that is gone, its size alone. */
export function loadWindowState(): WindowState {
	try {
		const { bounds, maximized } = JSON.parse(readFileSync(file(), 'utf8')) as Record<string, unknown>;
		if (!isRectangle(bounds)) return initial;
		const { workArea } = screen.getDisplayMatching(bounds);
		const size = { width: bounds.width, height: bounds.height };
		return { bounds: overlaps(bounds, workArea) ? bounds : size, maximized: maximized === true };
	} catch {
		// Never saved, or not ours: the window opens as it does at first.
		return initial;
	}
}

/** Remembers the window's place when it closes. */
export function rememberWindow(window: BrowserWindow): void {
	window.on('close', () => {
		try {
			const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
			writeFileSync(file(), JSON.stringify(state));
		} catch {
			// A place that cannot be remembered is no reason to stay open.
		}
	});
}

function isRectangle(value: unknown): value is Rectangle {
	if (typeof value !== 'object' || value === null) return false;
	const fields = value as Readonly<Record<string, unknown>>;
	return ['x', 'y', 'width', 'height'].every((name) => Number.isSafeInteger(fields[name]));
}

function overlaps(place: Rectangle, area: Rectangle): boolean {
	const visible = (start: number, size: number, from: number, length: number): number =>
		Math.min(start + size, from + length) - Math.max(start, from);
	return (
		visible(place.x, place.width, area.x, area.width) >= 100 &&
		visible(place.y, place.height, area.y, area.height) >= 100
	);
}
