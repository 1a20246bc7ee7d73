import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { useToasts } from './toasts.tsx';

/** How long it says that it copied, ms. */
const SAID_MS = 1500;

/** Copies a text, whole. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
	const { t } = useTranslation();
	const toasts = useToasts();
	const [copied, setCopied] = useState(false);
	useEffect(() => {
		if (!copied) return;
		const timer = setTimeout(() => setCopied(false), SAID_MS);
		return () => clearTimeout(timer);
	}, [copied]);
	return (
		<>
			<IconButton
				icon={copied ? Check : Copy}
				label={label}
				onClick={() =>
					void navigator.clipboard.writeText(text).then(
						() => setCopied(true),
						(error: unknown) => toasts.failed(label, error),
					)
				}
			/>
			<span role="status" className="sr-only">
				{copied ? t('copied') : ''}
			</span>
		</>
	);
}
