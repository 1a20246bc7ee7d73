import { Dialog } from '@base-ui/react/dialog';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyLayer } from '../../lib/keys/use-keys.tsx';
import { loadLater } from '../../lib/load-later.tsx';
import type { ScreenIcons } from './screen-icons.ts';
import type { PluginCommands } from './use-plugin-finds.ts';

const PaletteList = loadLater(async () => (await import('./palette-list.tsx')).PaletteList);

/** Ctrl/Cmd+K: every plugin, run, setting and action by a few letters. */
export function Palette({
	screens,
	pluginCommands,
	open,
	onClose,
}: {
	readonly screens: ScreenIcons;
	readonly pluginCommands: PluginCommands;
	readonly open: boolean;
	onClose(): void;
}) {
	const { t } = useTranslation('palette');
	return (
		<Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
			<Dialog.Portal>
				<Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
				<Dialog.Popup
					aria-label={t('title')}
					data-takes-focus
					className="fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[min(640px,94vw)] -translate-x-1/2 short:top-[4vh] short:max-h-[92vh] flex-col overflow-hidden rounded-base border border-line bg-raised shadow-float"
				>
					<KeyLayer>
						<Suspense>
							<PaletteList screens={screens} pluginCommands={pluginCommands} onClose={onClose} />
						</Suspense>
					</KeyLayer>
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
