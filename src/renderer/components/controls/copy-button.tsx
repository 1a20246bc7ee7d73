import { Check, Copy, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../lib/copy-text.ts';
import { useLatest } from '../../lib/hooks/use-latest.ts';
import { useToasts } from '../toasts.tsx';
import { Button, IconButton } from './button.tsx';

/** How long the tick stays. ms */
const TICK_MS = 1500;

/** Copies a text, and says so where it was pressed. `label` names what is copied; with `wide` it is seen. */
export function CopyButton({
	text,
	label,
	wide = false,
	icon: symbol = Copy,
	className,
}: {
	/** A function for what is costly to make. */
	readonly text: string | (() => string);
	readonly label: string;
	readonly wide?: boolean;
	/** Where several things can be copied beside each other. */
	readonly icon?: LucideIcon;
	readonly className?: string;
}) {
	const { t } = useTranslation();
	const toasts = useToasts();
	const newestLabel = useLatest(label);
	const [copied, setCopied] = useState(false);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);
	const copy = async (): Promise<void> => {
		try {
			await copyText(typeof text === 'string' ? text : text());
			setCopied(true);
			clearTimeout(timer.current);
			timer.current = setTimeout(() => setCopied(false), TICK_MS);
		} catch (error) {
			toasts.failed(newestLabel, error);
		}
	};
	const icon = copied ? Check : symbol;
	return (
		<>
			{wide ? (
				<Button icon={icon} className={className} onClick={() => void copy()}>
					{copied ? t('copied') : label}
				</Button>
			) : (
				<IconButton icon={icon} label={label} className={className} onClick={() => void copy()} />
			)}
			<span aria-live="polite" className="sr-only">
				{copied && !wide ? t('copied') : ''}
			</span>
		</>
	);
}
