import clsx from 'clsx';
import type { ComponentProps } from 'react';
import { navigate } from '../../lib/nav/hash-location.ts';

/** A link to a place in the window (`links`). */
export function Link({ to, className, onClick, ...rest }: ComponentProps<'a'> & { readonly to: string }) {
	return (
		<a
			{...rest}
			href={`#${to}`}
			onClick={(event) => {
				onClick?.(event);
				if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return;
				event.preventDefault();
				navigate(to);
			}}
			className={clsx('rounded-small text-accent underline-offset-2 hover:underline', className)}
		/>
	);
}
