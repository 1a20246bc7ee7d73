import { Square } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from '../controls/button.tsx';

/** Ends something that is under way. A filled square with its word: an empty one is a box to tick. */
export function StopButton({ children, ...rest }: Omit<ComponentProps<typeof Button>, 'icon' | 'type' | 'tone'>) {
	return (
		<Button {...rest}>
			<Square size={12} fill="currentColor" aria-hidden />
			{children}
		</Button>
	);
}
