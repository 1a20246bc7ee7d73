import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Port } from '../../../../shared/flow/flow-file.ts';
import { Field, Select } from '../../../components/controls/fields.tsx';
import { FormDialog } from '../../../components/controls/form-dialog.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';
import { type ComponentId, componentOf, mayConnect } from '../model/document.ts';
import { portsOf, takesRecords } from '../model/roles.ts';

/** Which other component is to take what one gives. */
export function ConnectDialog({ from, onClose }: { readonly from: ComponentId; onClose(): void }) {
	const { t } = useTranslation('flows');
	const { editor, roleOf } = useEditorView();
	const actions = useComponentActions(editor);
	const { document } = editor;
	const giver = componentOf(document, from);
	const ports = giver === undefined ? [] : portsOf(roleOf(giver));
	const [chosenPort, setPort] = useState<Port | null>(null);
	const port = chosenPort ?? ports[0] ?? 'out';
	const takers = document.components.filter(
		(component) => takesRecords(roleOf(component)) && mayConnect(document, { from, port, to: component.id }),
	);
	const [chosen, setTaker] = useState<ComponentId | null>(null);
	const taker = takers.find(({ id }) => id === chosen) ?? takers[0];
	const go = (): void => {
		if (taker !== undefined) actions.connect({ from, port, to: taker.id });
		onClose();
	};
	return (
		<FormDialog
			title={t('connect.title', { name: plainText(giver?.name.slice(0, 100) ?? '') })}
			go={t('connect.go')}
			isWhole={taker !== undefined}
			onGo={go}
			onClose={onClose}
		>
			{ports.length > 1 && (
				<Field label={t('connect.port')} hint={t(`portAbout.${port}`)}>
					{(ids) => (
						<Select<Port>
							{...ids}
							className="w-full"
							value={port}
							options={ports.map((value) => ({ value, label: t(`portLong.${value}`) }))}
							onChange={setPort}
						/>
					)}
				</Field>
			)}
			{taker === undefined ? (
				<p className="text-muted">{t('connect.none')}</p>
			) : (
				<Field label={t('connect.to')}>
					{(ids) => (
						<Select
							{...ids}
							data-autofocus
							className="w-full"
							value={taker.id}
							options={takers.map(({ id, name }) => ({ value: id, label: plainText(name.slice(0, 200)) }))}
							onChange={setTaker}
						/>
					)}
				</Field>
			)}
		</FormDialog>
	);
}
