import { useCallback } from 'react';
import type { SourceAnswer } from '../../../shared/api/catalogue-routes.ts';
import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { useAction, useRoute } from '../../client/engine.tsx';

export interface PackageSource {
	/** Undefined: not known yet. */
	readonly data: SourceAnswer | undefined;
	/** Why the source could not be read just now, or what is known of it could not be asked. */
	readonly error: DataFlareError | null;
	readonly isReading: boolean;
	check(): void;
}

/** The source of the settings, and the one way in which it is read: because a person says so. */
export function usePackageSource(): PackageSource {
	const { data, error } = useRoute('catalogue.source', {});
	const read = useAction('catalogue.read');
	const { mutate } = read;
	const check = useCallback(() => mutate({}), [mutate]);
	return { data, error: read.error ?? error, isReading: read.isPending, check };
}
