import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { ErrorNote } from '../notes.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** A small dialog that asks for a few things and does one with them. What it failed with is told in it, and it stays. */
export function FormDialog({
	title,
	description,
	go,
	action,
	isWhole,
	onGo,
	onClose,
	children,
}: {
	readonly title: string;
	readonly description?: string | undefined;
	/** What its button does. */
	readonly go: string;
	readonly action: { readonly isPending: boolean; readonly error: DataFlareError | null };
	/** Whether all is said that it takes. */
	readonly isWhole: boolean;
	onGo(): Promise<void>;
	onClose(): void;
	readonly children: ReactNode;
}) {
	const { t: common } = useTranslation();
	return (
		<Dialog
			open
			onClose={onClose}
			width="small"
			title={title}
			description={description}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button tone="primary" busy={action.isPending} disabled={!isWhole} onClick={() => void onGo()}>
						{go}
					</Button>
				</>
			}
		>
			<form
				className="flex flex-col gap-3"
				onSubmit={(event) => {
					event.preventDefault();
					if (isWhole && !action.isPending) void onGo();
				}}
			>
				{action.error !== null && <ErrorNote error={action.error} />}
				{children}
				{/* Enter sends it off. */}
				<button type="submit" hidden />
			</form>
		</Dialog>
	);
}
