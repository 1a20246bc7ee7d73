import { type ComponentProps, Suspense, useState } from 'react';
import type { InstallDialog as WholeDialog } from '../features/install/install-dialog.tsx';
import type { Palette as WholePalette } from '../features/palette/palette.tsx';
import { loadLater } from '../lib/load-later.tsx';

const LaterDialog = loadLater(async () => (await import('../features/install/install-dialog.tsx')).InstallDialog);
const LaterPalette = loadLater(async () => (await import('../features/palette/palette.tsx')).Palette);

/** Comes when it is first opened. */
export function InstallDialog(props: ComponentProps<typeof WholeDialog>) {
	return (
		<Suspense>
			<LaterDialog {...props} />
		</Suspense>
	);
}

/** Comes when it is first opened, and then stays: it is on its way out for a moment after it was closed. */
export function Palette(props: ComponentProps<typeof WholePalette>) {
	const [wasOpened, setWasOpened] = useState(false);
	if (props.open && !wasOpened) setWasOpened(true);
	if (!wasOpened) return null;
	return (
		<Suspense>
			<LaterPalette {...props} />
		</Suspense>
	);
}
