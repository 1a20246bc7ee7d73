import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreatedPlugin } from '../../../shared/plugin/authoring/authoring.ts';
import { useAction, useRoute } from '../../client/engine.tsx';
import { DialogFrame } from '../../components/controls/dialog.tsx';
import { FormContent } from '../../components/controls/form-dialog.tsx';
import { joined } from '../../components/controls/paths/folder-entries.tsx';
import { CreatedStep } from './created-step.tsx';
import { emptyDraft, nameProblem } from './new-plugin.ts';
import { NewPluginForm } from './new-plugin-form.tsx';

/** Asks what a new plugin is to be, makes its folder, and then tells how it is built. */
export function NewPluginDialog({ onClose }: { onClose(): void }) {
	const [made, setMade] = useState<{ readonly name: string; readonly plugin: CreatedPlugin } | null>(null);
	return (
		<DialogFrame open onClose={onClose} width="medium">
			{made === null ? (
				<AskStep onClose={onClose} onMade={(name, plugin) => setMade({ name, plugin })} />
			) : (
				<CreatedStep name={made.name} plugin={made.plugin} onClose={onClose} />
			)}
		</DialogFrame>
	);
}

function AskStep({ onClose, onMade }: { onClose(): void; onMade(name: string, plugin: CreatedPlugin): void }) {
	const { t } = useTranslation('authoring');
	const create = useAction('authoring.create');
	const home = useRoute('files.browse', { kind: 'folder' }, { ofDisk: true });
	const [draft, setDraft] = useState(emptyDraft);
	const parent = draft.parent ?? home.data?.path ?? '';
	const isReady = draft.name !== '' && nameProblem(draft.name) === null && parent !== '';
	const go = async (): Promise<void> => {
		const { parent: _, ...said } = draft;
		const plugin = await create.mutateAsync({ ...said, folder: joined(parent, draft.name) }).catch(() => null);
		if (plugin !== null) onMade(draft.name, plugin);
	};
	return (
		<FormContent
			title={t('title')}
			description={t('text')}
			go={t('create')}
			action={create}
			isWhole={isReady}
			onGo={go}
			onClose={onClose}
		>
			<NewPluginForm draft={draft} parent={parent} onChange={setDraft} />
		</FormContent>
	);
}
