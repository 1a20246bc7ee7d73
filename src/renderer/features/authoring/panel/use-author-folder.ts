import { useRoute } from '../../../client/engine.tsx';
import { useRemember } from '../../../lib/preferences.tsx';

interface AuthorFolder {
	/** Absolute; null: nobody said where it is written. Undefined: not known yet. */
	readonly folder: string | null | undefined;
	/** Null: it is forgotten. */
	choose(folder: string | null): void;
}

/** Where the plugin is written: as whoever began, built or chose it said, on this or another face. */
export function useAuthorFolder(name: string): AuthorFolder {
	const { data } = useRoute('settings.get', {});
	const remember = useRemember();
	return {
		folder: data === undefined ? undefined : (data.author_folders[name] ?? null),
		choose: (folder) =>
			remember('author_folders', (now = {}) => {
				const { [name]: _, ...others } = now;
				return folder === null ? others : { ...others, [name]: folder };
			}),
	};
}
