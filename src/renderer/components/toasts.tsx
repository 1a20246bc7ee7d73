import { Toast } from '@base-ui/react/toast';
import clsx from 'clsx';
import { CircleCheck, CircleX, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { toDataFlareError } from '../../shared/errors.ts';
import { plainText } from '../lib/plain-text.ts';

interface ToastAction {
	readonly label: string;
	onPress(): void;
}

export interface Toasts {
	/** Something was done; `action` undoes it or leads on. */
	done(title: string, action?: ToastAction): void;
	/** Something failed; stays until it is closed. */
	failed(title: string, error: unknown): void;
}

/** Long enough to read and to undo. ms */
const SHOWN_MS = 8000;

export function useToasts(): Toasts {
	const { add } = Toast.useToastManager();
	const { t } = useTranslation();
	return {
		done(title, action) {
			const id: string = add({
				title: plainText(title),
				type: 'done',
				timeout: SHOWN_MS,
				...(action === undefined ? {} : { actionProps: { children: action.label, onClick: () => action.onPress() } }),
			});
			void id;
		},
		failed(title, thrown) {
			const error = toDataFlareError(thrown);
			add({
				title: plainText(title),
				description: plainText(
					[`${t(`errorCode.${error.code}`)}: ${error.message}`, error.hint].filter(Boolean).join(' '),
				),
				type: 'failed',
				timeout: 0,
				priority: 'high',
			});
		},
	};
}

function ToastList() {
	const { toasts, close } = Toast.useToastManager();
	const { t } = useTranslation();
	return toasts.map((toast) => (
		<Toast.Root
			key={toast.id}
			toast={toast}
			swipeDirection="right"
			className="flex w-full items-start gap-2 rounded-base border border-line bg-raised p-3 shadow-float transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0"
		>
			{toast.type === 'failed' ? (
				<CircleX size={16} aria-hidden className="mt-0.5 shrink-0 text-failed" />
			) : (
				<CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-ok" />
			)}
			<div className="min-w-0 flex-1">
				<Toast.Title className="font-medium wrap-anywhere" />
				<Toast.Description className="wrap-anywhere text-muted" />
			</div>
			{toast.actionProps !== undefined && (
				<Toast.Action
					className={clsx('h-6 rounded-small border border-line px-2 text-small hover:bg-hover')}
					// The action itself is taken from the toast.
					onClick={() => close(toast.id)}
				/>
			)}
			<Toast.Close
				aria-label={t('close')}
				title={t('close')}
				className="inline-flex size-6 shrink-0 items-center justify-center rounded-small text-muted hover:bg-hover"
			>
				<X size={14} aria-hidden />
			</Toast.Close>
		</Toast.Root>
	));
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
	return (
		<Toast.Provider limit={4}>
			{children}
			<Toast.Portal>
				<Toast.Viewport className="fixed bottom-10 left-49 z-60 flex w-90 max-w-[calc(100vw-14rem)] flex-col gap-2">
					<ToastList />
				</Toast.Viewport>
			</Toast.Portal>
		</Toast.Provider>
	);
}
