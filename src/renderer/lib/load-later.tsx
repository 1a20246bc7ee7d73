import { type ComponentType, lazy, useState } from 'react';

/** What could not be fetched is drawn as a failure first, and may be asked for again after this long. ms */
const AGAIN_MS = 1_000;

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
		Loaded = await load();
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
