import { type ComponentType, lazy, useEffect, useLayoutEffect, useState } from 'react';
import { laterTexts } from '../i18n/index.ts';
import { heldKeys } from './keys/held-keys.ts';

/** What could not be fetched is drawn as a failure first, and may be asked for again after this long. ms */
const AGAIN_MS = 1_000;
/** What floats and could not be fetched so often needs another page. */
const MANY = 3;
/** By then the first screen is there, and hardly anything was done on it. ms */
const AFTER_MS = 500;

const parts: (() => Promise<unknown>)[] = [];

/**
 * A part of the page that comes in a file of its own, fetched when it is first drawn or once the page has nothing else
 * to do (`fetchAllParts`). Until it is there, the nearest `<Suspense>` says what stands in its place; what is there is
 * drawn at once.
 */
export function loadLater<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
	let Loaded: ComponentType<Props> | null = null;
	let failedBefore = false;
	const fetched = async () => {
		Loaded = await withTexts(load);
		return { default: Loaded };
	};
	const waiting = () =>
		lazy(() =>
			fetched().catch((error: unknown) => {
				if (failedBefore) void beginAnew();
				failedBefore = true;
				setTimeout(() => {
					Waiting = waiting();
				}, AGAIN_MS);
				throw error;
			}),
		);
	let Waiting = waiting();
	parts.push(fetched);
	return function Part(props: Props) {
		// Once it is drawn it stays what it is: another type would lose its state.
		const [Shown] = useState((): ComponentType<Props> => Loaded ?? Waiting);
		return <Shown {...props} />;
	};
}

/**
 * Something that floats above the page, in a file of its own. It is fetched when it is first drawn or with the other parts,
 * and drawn the moment that it is there. Until then nothing stands in its place, and what is typed is kept for it.
 */
export function openLater<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
	return floatLater(load, { afterMs: 0, takesKeys: true });
}

/** A part of the first screen that is not in the first picture, and is missed by nobody for as long. */
export function partLater<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
	return floatLater(load, { afterMs: AFTER_MS, takesKeys: false });
}

function floatLater<Props extends object>(
	load: () => Promise<ComponentType<Props>>,
	{ afterMs, takesKeys }: { readonly afterMs: number; readonly takesKeys: boolean },
): ComponentType<Props> {
	let Loaded: ComponentType<Props> | null = null;
	const fetched = async (): Promise<void> => {
		Loaded = await withTexts(load);
	};
	parts.push(fetched);
	return function Part(props: Props) {
		const [Shown, setShown] = useState((): ComponentType<Props> | null => Loaded);
		useEffect(() => {
			if (Shown !== null) return;
			let timer: ReturnType<typeof setTimeout>;
			let isOver = false;
			const fetch = async (tries: number): Promise<void> => {
				await fetched().catch(() => undefined);
				if (isOver) return;
				if (Loaded !== null) setShown(() => Loaded);
				else {
					if (tries === MANY) void beginAnew();
					timer = setTimeout(() => void fetch(tries + 1), AGAIN_MS);
				}
			};
			timer = setTimeout(() => void fetch(1), afterMs);
			return () => {
				isOver = true;
				clearTimeout(timer);
			};
		}, [Shown]);
		useLayoutEffect(() => (Shown === null && takesKeys ? heldKeys.hold() : undefined), [Shown]);
		return Shown === null ? null : <Shown {...props} />;
	};
}

/** A part and what it says. */
async function withTexts<Part>(load: () => Promise<Part>): Promise<Part> {
	const [part] = await Promise.all([load(), laterTexts()]);
	return part;
}

/** Fetches, one by one, whatever is not there yet: a screen can still be opened while the program does not answer. */
export async function fetchAllParts(): Promise<void> {
	for (const fetched of parts) await fetched().catch(() => undefined);
}

/**
 * Not every browser asks again for a file of code that it could not fetch once: then the page has to
 * begin anew, at the place where it is. Not while nobody would answer it.
 */
async function beginAnew(): Promise<void> {
	const isThere = await fetch(location.pathname, { cache: 'no-store' }).then(
		({ ok }) => ok,
		() => false,
	);
	if (isThere) location.reload();
}
