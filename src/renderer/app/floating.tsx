import { type ComponentProps, useState } from 'react';
import type { Palette as WholePalette } from '../features/palette/palette.tsx';
import { openLater } from '../lib/load-later.tsx';

/** Each comes when it is first opened. */
export const InstallDialog = openLater(
	async () => (await import('../features/install/install-dialog.tsx')).InstallDialog,
);
export const NewPluginDialog = openLater(
	async () => (await import('../features/authoring/new-plugin-dialog.tsx')).NewPluginDialog,
);
export const UninstallAsked = openLater(
	async () => (await import('../features/plugins/uninstall-asked.tsx')).UninstallAsked,
);
export const KeySheet = openLater(async () => (await import('../components/keys/key-sheet.tsx')).KeySheet);
const LaterPalette = openLater(async () => (await import('../features/palette/palette.tsx')).Palette);

/** Comes when it is first opened, and then stays: it is on its way out for a moment after it was closed. */
export function Palette(props: ComponentProps<typeof WholePalette>) {
	const [wasOpened, setWasOpened] = useState(false);
	if (props.open && !wasOpened) setWasOpened(true);
	return wasOpened ? <LaterPalette {...props} /> : null;
}
