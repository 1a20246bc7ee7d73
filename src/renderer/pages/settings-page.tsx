import { Save } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../client/engine.tsx';
import { ErrorNote } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { Appearance } from '../features/settings/appearance.tsx';
import { AttentionSettings } from '../features/settings/attention.tsx';
import { Diagnostics } from '../features/settings/diagnostics.tsx';
import { Folders } from '../features/settings/folders.tsx';
import { Ceilings, Previews } from '../features/settings/limits.tsx';
import { Preloading } from '../features/settings/preloading.tsx';
import { Protection } from '../features/settings/protection.tsx';
import { Retention } from '../features/settings/retention.tsx';
import { Shortcuts } from '../features/settings/shortcuts.tsx';
import { SigningKeys } from '../features/settings/signing/signing-keys.tsx';
import { useCommandWords } from '../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../lib/keys/use-keys.tsx';

/** Each change is in force and kept at once. */
export function SettingsPage() {
	const { t } = useTranslation('settings');
	const { error, refetch } = useRoute('settings.get', {});
	const words = useCommandWords();
	useCommandsHere([{ id: 'settingsSave', ...words('settingsSave'), icon: Save, key: 'save', act: commitTyped }]);
	return (
		<Page title={t('title')}>
			<div className="mx-auto flex max-w-180 flex-col gap-8 px-4 py-6">
				{error !== null && <ErrorNote error={error} onRetry={() => void refetch()} />}
				<Appearance />
				<AttentionSettings />
				<Folders />
				<Retention />
				<Previews />
				<Ceilings />
				<Preloading />
				<Protection />
				<SigningKeys />
				<Shortcuts />
				<Diagnostics />
			</div>
		</Page>
	);
}

/** A field keeps what was typed once it is left: it is left, and had again. */
function commitTyped(): void {
	const field = document.activeElement;
	if (!(field instanceof HTMLInputElement)) return;
	field.blur();
	field.focus();
}
