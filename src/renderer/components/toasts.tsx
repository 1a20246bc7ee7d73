import { Toast } from '@base-ui/react/toast';
import { CircleCheck, CircleX, X } from 'lucide-react';
import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type DataFlareError, toDataFlareError } from '../../shared/errors/errors.ts';
import { sentencesOf } from '../lib/text/failure-text.ts';
import { plainText } from '../lib/text/plain-text.ts';
import { useFailureText } from '../lib/text/use-failure-text.ts';

/** Said anew whenever the language changes. */
type Words = () => string;

interface ToastAction {
	readonly label: Words;
	onPress(): void;
}

interface Toasts {
	/** Something was done; `action` undoes it or leads on. */
	done(title: Words, action?: ToastAction): void;
	/** Something failed; stays until it is closed. */
	failed(title: Words, error: unknown): void;
}

interface Said {
	readonly title: Words;
	readonly label: Words | null;
	readonly error: DataFlareError | null;
}

/** Long enough to read and to undo. ms */
const SHOWN_MS = 8000;

const say = (words: Words): string => plainText(words());

export function useToasts(): Toasts {
	const { add } = Toast.useToastManager<Said>();
	const textOf = useErrorText();
	return useMemo(
		() => ({
			done(title, action) {
				add({
					// For the screen reader, when it appears; what is drawn is said anew.
					title: say(title),
					data: { title, label: action?.label ?? null, error: null },
					type: 'done',
					timeout: SHOWN_MS,
					...(action === undefined ? {} : { actionProps: { onClick: () => action.onPress() } }),
				});
			},
			failed(title, thrown) {
				const error = toDataFlareError(thrown);
				add({
					title: say(title),
					description: textOf(error),
					data: { title, label: null, error },
					type: 'failed',
					timeout: 0,
					priority: 'high',
				});
			},
		}),
		[add, textOf],
	);
}

/**
 * What a dialog does when a person agrees: says what was done and closes it. What fails leaves it open: the dialog shows
 * the error of the action itself.
 */
export function useSubmit(onClose: () => void): <T>(work: Promise<T>, done: (answer: T) => string) => Promise<void> {
	const toasts = useToasts();
	return (work, done) =>
		work.then(
			(answer) => {
				toasts.done(() => done(answer));
				onClose();
			},
			() => {
				// Told in the dialog.
			},
		);
}

function useErrorText(): (error: DataFlareError) => string {
	const textOf = useFailureText();
	return useCallback((error) => plainText(sentencesOf(textOf(error)).slice(0, 1000)), [textOf]);
}

function ToastList() {
	const { toasts, close } = Toast.useToastManager<Said>();
	const { t } = useTranslation();
	const textOf = useErrorText();
	return toasts.map((toast) => {
		const { title, label = null, error = null } = toast.data ?? {};
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
				{label !== null && (
					<Toast.Action
						className="h-6 self-start rounded-small border border-line px-2 text-small hover:bg-hover"
						// The action itself is taken from the toast.
						onClick={() => close(toast.id)}
					>
						{say(label)}
					</Toast.Action>
				)}
			</Toast.Root>
		);
	});
}

/** Toasts stand in the corner where the navigation leaves room, above the status bar, wide enough for whole sentences. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
	return (
		<Toast.Provider limit={3}>
			{children}
			<Toast.Portal>
				<Toast.Viewport className="fixed bottom-9 left-2 z-60 flex max-h-[calc(100vh-312px)] w-80 max-w-[calc(100vw-1rem)] flex-col gap-2 overflow-y-auto empty:hidden">
					<ToastList />
				</Toast.Viewport>
			</Toast.Portal>
		</Toast.Provider>
	);
}
