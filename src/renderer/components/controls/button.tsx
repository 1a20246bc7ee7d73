import clsx from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import type { KeyId } from '../../../shared/face/keys.ts';
import { ariaKeysOf, keyText, withKey } from '../../lib/keys/key-text.ts';

type ButtonTone = 'primary' | 'plain' | 'quiet' | 'danger';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
	/** `primary`: the one action of a screen. `danger`: takes something away. */
	readonly tone?: ButtonTone | undefined;
	readonly icon?: LucideIcon | undefined;
	/** Work is under way: the button waits, and keeps its size. */
	readonly busy?: boolean | undefined;
	/** The key that does the same: its tooltip tells it. */
	readonly shortcut?: KeyId | undefined;
	readonly type?: 'button' | 'submit';
}

const tones: Readonly<Record<ButtonTone, string>> = {
	primary: 'bg-accent text-on-accent border-transparent hover:not-disabled:bg-accent-hover font-medium',
	plain: 'bg-panel text-text border-line hover:not-disabled:bg-hover',
	quiet: 'bg-transparent text-text border-transparent hover:not-disabled:bg-hover',
	danger: 'bg-panel text-failed border-line hover:not-disabled:bg-failed-soft',
};

export function Button({
	tone = 'plain',
	icon: Icon,
	busy,
	className,
	children,
	disabled,
	shortcut,
	title = shortcut === undefined ? undefined : keyText(shortcut),
	...rest
}: ButtonProps) {
	return (
		<button
			type="button"
			title={title}
			aria-keyshortcuts={shortcut === undefined ? undefined : ariaKeysOf(shortcut)}
			{...rest}
			disabled={disabled === true || busy === true}
			aria-busy={busy}
			className={clsx(
				'inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-base border px-2.5 text-body whitespace-nowrap transition-colors duration-120 disabled:opacity-55',
				tones[tone],
				className,
			)}
		>
			{Icon !== undefined && <Icon size={16} aria-hidden className={clsx(busy === true && 'animate-pulse')} />}
			{children}
		</button>
	);
}

/** An icon with its name for the screen reader and as a tooltip. */
export function IconButton({
	icon: Icon,
	label,
	tone = 'quiet',
	className,
	shortcut,
	...rest
}: Omit<ComponentProps<'button'>, 'type' | 'children'> & {
	readonly icon: LucideIcon;
	readonly label: string;
	readonly tone?: ButtonTone;
	readonly shortcut?: KeyId | undefined;
}) {
	return (
		<button
			type="button"
			aria-label={label}
			title={withKey(label, shortcut)}
			aria-keyshortcuts={shortcut === undefined ? undefined : ariaKeysOf(shortcut)}
			{...rest}
			className={clsx(
				'inline-flex size-7 shrink-0 items-center justify-center rounded-base border transition-colors duration-120 disabled:opacity-55',
				tones[tone],
				className,
			)}
		>
			<Icon size={16} aria-hidden />
		</button>
	);
}
