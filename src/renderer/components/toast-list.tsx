import { Toast } from '@base-ui/react/toast';
import { CircleCheck, CircleX, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type Said, say, type ToastQueue, useErrorText } from './toast-queue.ts';

/** Long enough to read and to undo. ms */
const SHOWN_MS = 8000;

/** Toasts stand in the corner where the navigation leaves room, above the status bar, wide enough for whole sentences. */
export function ToastList({ queue }: { readonly queue: ToastQueue }) {
	return (
		<Toast.Provider limit={3}>
			<Take queue={queue} />
			<Toast.Portal>
				<Toast.Viewport className="fixed bottom-9 left-2 z-60 flex max-h-[calc(100vh-312px)] w-80 max-w-[calc(100vw-1rem)] flex-col gap-2 overflow-y-auto empty:hidden">
					<Shown />
				</Toast.Viewport>
			</Toast.Portal>
		</Toast.Provider>
	);
}

/** Takes what was said, also before this was there. */
function Take({ queue }: { readonly queue: ToastQueue }) {
	const { add } = Toast.useToastManager<Said>();
	const textOf = useErrorText();
	useEffect(
		() =>
			queue.takenBy((said) => {
				const { title, error, action } = said;
				add({
					// For the screen reader, when it appears; what is drawn is said anew.
					title: say(title),
					data: said,
					...(error === null
						? { type: 'done', timeout: SHOWN_MS }
						: { type: 'failed', description: textOf(error), timeout: 0, priority: 'high' as const }),
					...(action === undefined ? {} : { actionProps: { onClick: () => action.onPress() } }),
				});
			}),
		[queue, add, textOf],
	);
	return null;
}

function Shown() {
	const { toasts, close } = Toast.useToastManager<Said>();
	const { t } = useTranslation();
	const textOf = useErrorText();
	return toasts.map((toast) => {
		const { title, action, error = null } = toast.data ?? {};
		return (
			<Toast.Root
				key={toast.id}
				toast={toast}
				swipeDirection="left"
				className="flex w-full flex-col gap-1.5 rounded-base border border-line bg-raised p-2 shadow-float transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0"
			>
				<div className="flex items-start gap-1.5">
					{toast.type === 'failed' ? (
						<CircleX size={16} aria-hidden className="mt-0.5 shrink-0 text-failed" />
					) : (
						<CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-ok" />
					)}
					<Toast.Title className="min-w-0 flex-1 font-medium wrap-anywhere">
						{title === undefined ? null : say(title)}
					</Toast.Title>
					<Toast.Close
						aria-label={t('close')}
						title={t('close')}
						className="inline-flex size-6 shrink-0 items-center justify-center rounded-small text-muted hover:bg-hover"
					>
						<X size={14} aria-hidden />
					</Toast.Close>
				</div>
				{error !== null && (
					<Toast.Description className="text-small wrap-anywhere text-muted">{textOf(error)}</Toast.Description>
				)}
				{action !== undefined && (
					<Toast.Action
						className="h-6 self-start rounded-small border border-line px-2 text-small hover:bg-hover"
						// The action itself is taken from the toast.
						onClick={() => close(toast.id)}
					>
						{say(action.label)}
					</Toast.Action>
				)}
			</Toast.Root>
		);
	});
}
