import { useKeys } from '../../../lib/keys/use-keys.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import type { Editor } from './use-editor.ts';

/** Escape first chooses no component, then goes back to all flows. */
export function useLeave({ selected, select }: Editor): void {
	useKeys({ leave: () => (selected.length > 0 ? select([]) : navigate(links.flows())) });
}
