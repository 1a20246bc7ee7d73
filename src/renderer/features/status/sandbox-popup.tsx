import { Popover } from '@base-ui/react/popover';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SandboxAnswer } from '../../../shared/api/program-routes.ts';
import { ButtonElsewhere } from '../../components/controls/popups/button-elsewhere.tsx';
import type { Opened } from '../../components/controls/popups/use-opener.ts';
import { useHeldKeys } from '../../lib/keys/use-held-keys.ts';
import { SandboxTable } from './sandbox-table.tsx';

/** Every sandbox process, above the status bar. */
export function SandboxPopup({
	opened: { open, onOpenChange, button, buttonId, id },
	sandboxes,
}: {
	readonly opened: Opened;
	readonly sandboxes: readonly SandboxAnswer[];
}) {
	const { t } = useTranslation('shell');
	const popup = useRef<HTMLDivElement>(null);
	useHeldKeys(open, popup);
	return (
		<Popover.Root open={open} onOpenChange={onOpenChange} triggerId={buttonId}>
			<Popover.Trigger id={buttonId} render={<ButtonElsewhere button={button} />} />
			<Popover.Portal>
				<Popover.Positioner anchor={button} side="top" align="start" sideOffset={6} className="z-50">
					<Popover.Popup
						id={id}
						ref={popup}
						finalFocus={button}
						className="max-h-[60vh] w-[min(760px,94vw)] overflow-auto rounded-base border border-line bg-raised p-3 shadow-float"
					>
						<Popover.Title className="mb-2 font-semibold">{t('status.title')}</Popover.Title>
						<SandboxTable sandboxes={sandboxes} />
					</Popover.Popup>
				</Popover.Positioner>
			</Popover.Portal>
		</Popover.Root>
	);
}
