import { Dialog } from '@base-ui/react/dialog';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useHeldKeys } from '../../lib/keys/use-held-keys.ts';
import { KeyLayer } from '../../lib/keys/use-keys.tsx';
import { PaletteList } from './palette-list.tsx';
import type { ScreenIcons } from './screen-icons.ts';
import type { PluginCommands } from './use-plugin-finds.ts';

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
	const box = useRef<HTMLDivElement>(null);
	useHeldKeys(open, box);
	return (
		<Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
			<Dialog.Portal>
				<Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
				<Dialog.Popup
					ref={box}
					aria-label={t('title')}
					data-takes-focus
					className="fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[min(640px,94vw)] -translate-x-1/2 short:top-[4vh] short:max-h-[92vh] flex-col overflow-hidden rounded-base border border-line bg-raised shadow-float"
				>
					<KeyLayer>
						<PaletteList screens={screens} pluginCommands={pluginCommands} onClose={onClose} />
					</KeyLayer>
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}
