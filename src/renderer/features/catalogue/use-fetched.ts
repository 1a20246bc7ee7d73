import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferedVersion } from '../../../shared/api/catalogue-routes.ts';
import { useAction } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useShell } from '../../lib/nav/shell-context.ts';

export interface Fetching {
	/** Whose package is on its way; null: none. */
	readonly busy: string | null;
	/** Brings a package here and lets a person review it as any other; false: it did not come, which was said. */
	review(name: string, version: Pick<OfferedVersion, 'version' | 'sha256'>): Promise<boolean>;
}

export function useFetched(): Fetching {
	const { t } = useTranslation('catalogue');
	const toasts = useToasts();
	const { openFetched } = useShell();
	const { mutateAsync: fetch } = useAction('catalogue.fetch');
	const [busy, setBusy] = useState<string | null>(null);
	return {
		busy,
		async review(name, { version, sha256 }) {
			setBusy(name);
			try {
				const { path } = await fetch({ kept: true, name, version, sha256 });
				openFetched(path);
				return true;
			} catch (error) {
				toasts.failed(() => t('notFetched'), error);
				return false;
			} finally {
				setBusy(null);
			}
		},
	};
}
