import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Port } from '../../../../shared/flow/flow-file.ts';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { Select } from '../../../components/controls/fields.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';
import { useInputText, usePortText } from '../editor/use-component-words.ts';
import { type EditedComponent, type Link, linkId, mayConnect } from '../model/document.ts';
import { disconnect, moveInput } from '../model/edit.ts';
import { portsOf } from '../model/roles.ts';
import { goOnBeside } from './go-on.ts';
import { LinkOpener } from './link-opener.tsx';

/** What a component takes, in the order in which it is merged, and what else it could take. */
export function InputsField({ component }: { readonly component: EditedComponent }) {
	const { t } = useTranslation('flows');
	const { editor, roleOf } = useEditorView();
	const actions = useComponentActions(editor);
	const inputText = useInputText();
	const portText = usePortText();
	const { document } = editor;
	const offered: readonly Link[] = document.components.flatMap(({ id, ...giver }) =>
		portsOf(roleOf({ id, ...giver }))
			.map((port: Port): Link => ({ from: id, port, to: component.id }))
			.filter((link) => mayConnect(document, link)),
	);
	const [chosen, setChosen] = useState('');
	const link = offered.find((each) => linkId(each) === chosen) ?? offered[0];
	const nameOf = (id: string): string => document.components.find((other) => other.id === id)?.name ?? '';
	const change = (make: Parameters<typeof editor.change>[0]): void =>
		editor.change(make, { what: 'connect', name: component.name });
	return (
		<fieldset data-flow-field="inputs" className="flex min-w-0 flex-col gap-1">
			<legend className="mb-1 text-small font-medium">{t('inputs.title')}</legend>
			{component.inputs.length === 0 && <p className="text-small text-muted">{t('inputs.none')}</p>}
			{component.inputs.length > 0 && (
				<ol className="flex flex-col">
					{component.inputs.map((input, place) => {
						const text = plainText(inputText(input).slice(0, 200));
						return (
							<li key={JSON.stringify(input)} className="flex min-h-8 items-center gap-1 border-b border-line">
								{'unknown' in input ? (
									<span className="min-w-0 flex-1 truncate">
										<PluginText max={300}>{input.unknown}</PluginText>
										<span className="text-failed"> {t('inputs.unknown')}</span>
									</span>
								) : (
									<LinkOpener link={{ ...input, to: component.id }} text={inputText(input)} />
								)}
								{component.inputs.length > 1 && (
									<>
										<IconButton
											icon={ArrowUp}
											label={t('inputs.up', { name: text })}
											disabled={place === 0}
											onClick={() => change((now) => moveInput(now, component.id, place, -1))}
										/>
										<IconButton
											icon={ArrowDown}
											label={t('inputs.down', { name: text })}
											disabled={place === component.inputs.length - 1}
											onClick={() => change((now) => moveInput(now, component.id, place, 1))}
										/>
									</>
								)}
								<IconButton
									icon={X}
									data-removes
									label={t('inputs.remove', { name: text })}
									onClick={({ currentTarget }) => {
										goOnBeside(currentTarget);
										if ('from' in input) actions.disconnect({ ...input, to: component.id });
										else
											editor.change((now) => disconnect(now, component.id, place), {
												what: 'disconnect',
												name: component.name,
											});
									}}
								/>
							</li>
						);
					})}
				</ol>
			)}
			{link !== undefined && (
				<div className="mt-1 flex gap-2">
					<Select
						className="min-w-0 flex-1"
						aria-label={t('inputs.choose')}
						value={linkId(link)}
						options={offered.map((each) => ({
							value: linkId(each),
							label: plainText(portText(nameOf(each.from), each.port).slice(0, 200)),
						}))}
						onChange={setChosen}
					/>
					<Button icon={Plus} onClick={() => actions.connect(link)}>
						{t('inputs.add')}
					</Button>
				</div>
			)}
		</fieldset>
	);
}
