import { useKeys } from '../../lib/keys/use-keys.tsx';

/** Stands in a dialog whose primary action saves: the key does the same. */
export function DialogKeys({ onSave }: { onSave(): void }) {
	useKeys({ save: onSave });
	return null;
}
