import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { ConfigForm } from '../../components/config/config-form.tsx';
import { type Fields, readConfig } from '../../components/config/config-value.ts';
import { Button } from '../../components/controls/button.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { updateSession } from './test-session.ts';

/** What overrides the configuration of the calls from here; undefined: nothing, null: it cannot be read. */
export function configOf(text: string): Fields | undefined | null {
	const read = readConfig(text);
	return read !== null && Object.keys(read).length === 0 ? undefined : read;
}

/** What the plugin is configured with for calls from here. */
export function ConfigPanel({
	manifest,
	config,
	tried,
}: {
	readonly manifest: Manifest;
	/** JSON text. */
	readonly config: string;
	readonly tried: boolean;
}) {
	const { t } = useTranslation('test');
	const format = useFormat();
	const [isOpen, setOpen] = useState(config !== '');
	const read = configOf(config);
	const count = read === null || read === undefined ? 0 : Object.keys(read).length;
	return (
		<div className="flex flex-col gap-2">
			<div>
				<Button
					tone="quiet"
					icon={isOpen ? ChevronDown : ChevronRight}
					aria-expanded={isOpen}
					onClick={() => setOpen(!isOpen)}
				>
					{count === 0 ? t('config') : t('configSet', { text: format.count(count) })}
				</Button>
			</div>
			{isOpen && (
				<div className="rounded-base border border-line p-3">
					<ConfigForm
						label={t('config')}
						hint={t('configHint')}
						manifest={manifest}
						value={config}
						error={read === null && tried ? t('configUnread') : undefined}
						saysMissing={tried}
						onChange={(next) => updateSession(manifest.name, () => ({ config: next }))}
					/>
				</div>
			)}
		</div>
	);
}
