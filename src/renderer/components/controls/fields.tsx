import clsx from 'clsx';
import { ChevronDown, Search, X } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { leaveSearch } from '../../lib/keys/screen-parts.ts';

export const inputClass =
	'h-7 w-full min-w-0 rounded-base border border-edge bg-panel px-2 text-body placeholder:text-muted disabled:opacity-55 aria-invalid:border-failed';

/** A label, what belongs under it, and what is wrong with it. `children` gets the ids to wire up. */
export function Field({
	label,
	hint,
	error,
	keepsHint = false,
	children,
	className,
}: {
	readonly label: ReactNode;
	readonly hint?: ReactNode;
	readonly error?: string | undefined;
	/** What belongs under it is said beside what is wrong with it. */
	readonly keepsHint?: boolean;
	readonly className?: string;
	children(ids: {
		readonly id: string;
		readonly 'aria-describedby': string | undefined;
		readonly 'aria-invalid': boolean;
	}): ReactNode;
}) {
	const id = useId();
	const described = error !== undefined || hint !== undefined ? `${id}-note` : undefined;
	return (
		<div className={clsx('flex flex-col gap-1', className)}>
			<label htmlFor={id} className="text-small font-medium">
				{label}
			</label>
			{children({ id, 'aria-describedby': described, 'aria-invalid': error !== undefined })}
			{described !== undefined && (
				<div id={described} className="text-small">
					{error !== undefined && <p className="text-failed">{error}</p>}
					{hint !== undefined && (error === undefined || keepsHint) && <p className="text-muted">{hint}</p>}
				</div>
			)}
		</div>
	);
}

export function TextInput({ className, mono, ...rest }: ComponentProps<'input'> & { readonly mono?: boolean }) {
	return (
		<input
			type="text"
			spellCheck={false}
			autoComplete="off"
			{...rest}
			className={clsx(inputClass, mono === true && 'font-mono text-small', className)}
		/>
	);
}

/** A search field with its clear button. `label` is its name where no label is seen. */
export function SearchInput({
	value,
	onChange,
	label,
	placeholder,
	className,
	...rest
}: Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
	readonly value: string;
	onChange(value: string): void;
	readonly label: string;
}) {
	const { t } = useTranslation();
	const input = useRef<HTMLInputElement>(null);
	return (
		<div className={clsx('relative', className)}>
			<Search size={14} aria-hidden className="pointer-events-none absolute top-1.5 left-2 mt-px text-muted" />
			<input
				ref={input}
				type="search"
				spellCheck={false}
				autoComplete="off"
				aria-label={label}
				placeholder={placeholder ?? label}
				{...rest}
				value={value}
				onChange={(event) => onChange(event.target.value)}
				onKeyDown={(event) => {
					if (event.key !== 'Escape') return;
					if (value !== '') {
						event.stopPropagation();
						onChange('');
					} else if (event.currentTarget.closest('#content') !== null) leaveSearch();
				}}
				className={clsx(inputClass, 'pr-7 pl-7 [&::-webkit-search-cancel-button]:hidden')}
			/>
			{value !== '' && (
				<button
					type="button"
					aria-label={t('clear')}
					title={t('clear')}
					className="absolute top-0.5 right-0.5 inline-flex size-6 items-center justify-center rounded-small text-muted hover:bg-hover"
					onClick={() => {
						onChange('');
						input.current?.focus();
					}}
				>
					<X size={14} aria-hidden />
				</button>
			)}
		</div>
	);
}

export interface Option<V extends string> {
	readonly value: V;
	readonly label: string;
}

/** The platform's own list: it is quick, and works with every keyboard and reader. */
export function Select<V extends string>({
	value,
	options,
	onChange,
	className,
	...rest
}: Omit<ComponentProps<'select'>, 'onChange' | 'value'> & {
	readonly value: V;
	readonly options: readonly Option<V>[];
	onChange(value: V): void;
}) {
	return (
		<span className={clsx('relative inline-flex', className)}>
			<select
				{...rest}
				value={value}
				onChange={(event) => onChange(event.target.value as V)}
				className={clsx(inputClass, 'appearance-none bg-panel pr-7')}
			>
				{options.map((option) => (
					<option key={option.value} value={option.value} className="bg-raised text-text">
						{option.label}
					</option>
				))}
			</select>
			<ChevronDown size={14} aria-hidden className="pointer-events-none absolute top-1.5 right-2 mt-px text-muted" />
		</span>
	);
}
