import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { ErrorNote } from '../notes.tsx';
import { Button } from './button.tsx';
import { DialogContent, DialogFrame } from './dialog.tsx';

interface FormProps {
	readonly title: string;
	readonly description?: string | undefined;
	/** What its button does. */
	readonly go: string;
	/** Absent: it is done at once, and cannot fail. */
	readonly action?: { readonly isPending: boolean; readonly error: DataFlareError | null };
	/** Whether all is said that it takes. */
	readonly isWhole: boolean;
	onGo(): void | Promise<void>;
	onClose(): void;
	readonly children: ReactNode;
}

/** A small dialog that asks for a few things and does one with them. What it failed with is told in it, and it stays. */
export function FormDialog(props: FormProps) {
	return (
		<DialogFrame open onClose={props.onClose} width="small">
			<FormContent {...props} />
		</DialogFrame>
	);
}

/** The same as one step of a dialog whose frame stays. Enter sends it off from any of its fields. */
export function FormContent({ title, description, go, action, isWhole, onGo, onClose, children }: FormProps) {
	const { t: common } = useTranslation();
	const isPending = action?.isPending ?? false;
	const error = action?.error ?? null;
	return (
		<DialogContent
			title={title}
			description={description}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button tone="primary" busy={isPending} disabled={!isWhole} onClick={() => void onGo()}>
						{go}
					</Button>
				</>
			}
		>
			<form
				className="flex flex-col gap-3"
				onSubmit={(event) => {
					event.preventDefault();
					if (isWhole && !isPending) void onGo();
				}}
			>
				{error !== null && <ErrorNote error={error} />}
				{children}
				<button type="submit" hidden />
			</form>
		</DialogContent>
	);
}
