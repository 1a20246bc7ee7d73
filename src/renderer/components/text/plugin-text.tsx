import clsx from 'clsx';
import { plainText } from '../../lib/text/plain-text.ts';

/** Longer texts are cut with what was left out, characters. A person can still copy the whole where a screen offers it. */
const MAX = 20_000;

/** Text that a plugin supplied: isolated in its direction, with invisible characters shown, never markup. */
export function PluginText({
	children,
	max = MAX,
	className,
	title,
}: {
	readonly children: string;
	readonly max?: number;
	readonly className?: string;
	readonly title?: string;
}) {
	const shown = children.length > max ? `${children.slice(0, max)}…` : children;
	return (
		<bdi className={clsx('wrap-anywhere', className)} title={title}>
			{plainText(shown)}
		</bdi>
	);
}
