import { type Ref, type RefObject, useLayoutEffect } from 'react';

/** Stands for a button that is drawn elsewhere: a popup that comes later learns of it, and draws nothing in its place. */
export function ButtonElsewhere({
	button,
	ref,
}: {
	readonly button: RefObject<HTMLButtonElement | null>;
	/** Given by the popup. */
	readonly ref?: Ref<HTMLButtonElement>;
}) {
	useLayoutEffect(() => {
		if (typeof ref === 'function') {
			const end = ref(button.current);
			return () => {
				if (typeof end === 'function') end();
				else ref(null);
			};
		}
		if (ref !== null && ref !== undefined) ref.current = button.current;
		return undefined;
	}, [ref, button]);
	return null;
}
