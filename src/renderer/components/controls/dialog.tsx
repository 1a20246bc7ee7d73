import { AlertDialog as BaseAlert } from '@base-ui/react/alert-dialog';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import clsx from 'clsx';
import { X } from 'lucide-react';
import { type ReactNode, type SyntheticEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useHeldKeys } from '../../lib/keys/use-held-keys.ts';
import { KeyLayer } from '../../lib/keys/use-keys.tsx';
import { Button, IconButton } from './button.tsx';

const scrim =
	'fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0';
const popup =
	'fixed top-[8vh] left-1/2 z-50 flex max-h-[84vh] -translate-x-1/2 flex-col short:top-[2vh] short:max-h-[96vh] short:overflow-y-auto rounded-base border border-line bg-raised shadow-float transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 data-starting-style:-translate-y-1';

/**
 * A dialog is drawn at the end of the page, but React carries its events on to where it stands in the tree: what is sent
 * off within a dialog is not for a form around it.
 */
const keepSubmit = (event: SyntheticEvent): void => event.stopPropagation();

type DialogWidth = 'small' | 'medium' | 'large';

/** A modal dialog: title, content that scrolls, and its actions. Escape and a press outside close it. */
export function Dialog({
	open,
	onClose,
	width = 'medium',
	...content
}: DialogContentProps & {
	readonly open: boolean;
	onClose(): void;
	readonly width?: DialogWidth;
}) {
	return (
		<DialogFrame open={open} onClose={onClose} width={width}>
			<DialogContent {...content} />
		</DialogFrame>
	);
}

/**
 * Where the keys go at first: what carries `data-autofocus`, else the dialog itself, whose title is then read.
 * The frame alone is for one whose `DialogContent` changes while it stays open. */
export function DialogFrame({
	open,
	onClose,
	width,
	children,
}: {
	readonly open: boolean;
	onClose(): void;
	readonly width: DialogWidth;
	readonly children: ReactNode;
}) {
	const box = useRef<HTMLDivElement>(null);
	useHeldKeys(open, box);
	return (
		<BaseDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
			<BaseDialog.Portal>
				<BaseDialog.Backdrop className={scrim} />
				<BaseDialog.Popup
					ref={box}
					data-takes-focus
					onSubmit={keepSubmit}
					onReset={keepSubmit}
					initialFocus={() => box.current?.querySelector<HTMLElement>('[data-autofocus]') ?? box.current}
					className={clsx(
						popup,
						width === 'small' && 'w-[min(440px,94vw)]',
						width === 'medium' && 'w-[min(640px,94vw)]',
						width === 'large' && 'w-[min(960px,94vw)]',
					)}
				>
					<KeyLayer>{children}</KeyLayer>
				</BaseDialog.Popup>
			</BaseDialog.Portal>
		</BaseDialog.Root>
	);
}

interface DialogContentProps {
	readonly title: ReactNode;
	readonly description?: ReactNode;
	/** Right to left in importance: the primary action is the last. */
	readonly actions?: ReactNode;
	readonly children?: ReactNode;
	/** Stands beside the content and does not scroll with it. */
	readonly aside?: ReactNode;
}

export function DialogContent({ title, description, actions, children, aside }: DialogContentProps) {
	const { t } = useTranslation();
	return (
		<>
			<header className="flex items-start gap-3 border-b border-line px-4 py-3">
				<div className="min-w-0 flex-1">
					<BaseDialog.Title className="text-title font-semibold">{title}</BaseDialog.Title>
					{description !== undefined && (
						<BaseDialog.Description className="text-muted" render={<div />}>
							{description}
						</BaseDialog.Description>
					)}
				</div>
				<BaseDialog.Close render={<IconButton icon={X} label={t('close')} />} />
			</header>
			<div className="flex min-h-0 flex-1 narrow:flex-col short:flex-none">
				{aside}
				<div className="min-h-0 min-w-0 flex-1 overflow-y-auto px-4 py-3 short:overflow-visible">{children}</div>
			</div>
			{actions !== undefined && (
				<footer className="sticky bottom-0 z-20 flex shrink-0 flex-wrap justify-end gap-2 border-t border-line bg-raised px-4 py-3 short:py-2">
					{actions}
				</footer>
			)}
		</>
	);
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({
	open,
	onClose,
	onConfirm,
	title,
	children,
	action,
	busy,
}: {
	readonly open: boolean;
	onClose(): void;
	onConfirm(): void;
	readonly title: string;
	readonly children: ReactNode;
	/** The verb. */
	readonly action: string;
	readonly busy?: boolean;
}) {
	const { t } = useTranslation();
	const box = useRef<HTMLDivElement>(null);
	useHeldKeys(open, box);
	return (
		<BaseAlert.Root open={open} onOpenChange={(next) => !next && onClose()}>
			<BaseAlert.Portal>
				<BaseAlert.Backdrop className={scrim} />
				<BaseAlert.Popup
					ref={box}
					onSubmit={keepSubmit}
					onReset={keepSubmit}
					data-takes-focus
					className={clsx(popup, 'w-[min(440px,94vw)] p-4')}
				>
					<KeyLayer>
						<BaseAlert.Title className="text-title font-semibold">{title}</BaseAlert.Title>
						<BaseAlert.Description className="mt-2 text-muted" render={<div />}>
							{children}
						</BaseAlert.Description>
						<footer className="mt-4 flex justify-end gap-2">
							<Button onClick={onClose}>{t('cancel')}</Button>
							<Button tone="danger" busy={busy} onClick={onConfirm}>
								{action}
							</Button>
						</footer>
					</KeyLayer>
				</BaseAlert.Popup>
			</BaseAlert.Portal>
		</BaseAlert.Root>
	);
}
