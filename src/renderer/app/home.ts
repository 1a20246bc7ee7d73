import { links } from '../lib/nav/links.ts';

/** Where a window that was opened at no place begins: who starts for the first time, with nothing installed, is shown the way in. */
export function homeOf(
	settings: { readonly first_start_done: boolean } | undefined,
	plugins: readonly unknown[] | undefined,
): string {
	return settings?.first_start_done === false && plugins?.length === 0 ? links.start() : links.plugins();
}
