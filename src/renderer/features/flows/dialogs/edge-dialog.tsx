import { Plus, Unlink } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Field, Select } from '../../../components/controls/fields.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';
import { usePortText } from '../editor/use-component-words.ts';
import { componentOf, type Link, linkId, mayConnect } from '../model/document.ts';
import { disconnectLink } from '../model/edit.ts';
import { portsOf, takesRecords } from '../model/roles.ts';
import { LinkData } from '../run/link-data.tsx';

/** One connection: what went along it last, and what can be done with it. */
export function EdgeDialog({ link, onClose }: { readonly link: Link; onClose(): void }) {
	const { t } = useTranslation('flows');
	const { editor, ask } = useEditorView();
	const actions = useComponentActions(editor);
	const portText = usePortText();
	const nameOf = (id: string): string => plainText((componentOf(editor.document, id)?.name ?? '').slice(0, 100));
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('edge.title', { from: portText(nameOf(link.from), link.port), to: nameOf(link.to) })}
			actions={
				<>
					<Button
						icon={Unlink}
						tone="danger"
						onClick={() => {
							actions.disconnect(link);
							onClose();
						}}
					>
						{t('edge.remove')}
					</Button>
					<Button icon={Plus} data-autofocus onClick={() => ask({ kind: 'add', after: null, link })}>
						{t('edge.insert')}
					</Button>
				</>
			}
		>
			<div className="flex flex-col gap-4">
				<Ends
					link={link}
					onMove={(next) => {
						actions.reconnect(link, next);
						onClose();
					}}
				/>
				<LinkData link={link} />
			</div>
		</Dialog>
	);
}

/** Where a connection begins and ends, and where it could. */
function Ends({ link, onMove }: { readonly link: Link; onMove(next: Link): void }) {
	const { t } = useTranslation('flows');
	const { editor, roleOf } = useEditorView();
	const portText = usePortText();
	const { document } = editor;
	const without = disconnectLink(document, link);
	const [chosen, setChosen] = useState(link);
	const isSame = linkId(chosen) === linkId(link);
	const nameOf = (id: string): string => componentOf(document, id)?.name ?? '';
	const givers = document.components
		.flatMap((component) =>
			portsOf(roleOf(component)).map((port): Link => ({ from: component.id, port, to: chosen.to })),
		)
		.filter((each) => mayConnect(without, each) || linkId(each) === linkId(chosen));
	const takers = document.components
		.filter((component) => takesRecords(roleOf(component)))
		.map((component): Link => ({ ...chosen, to: component.id }))
		.filter((each) => mayConnect(without, each) || linkId(each) === linkId(chosen));
	const field = (label: string, links: readonly Link[], text: (each: Link) => string) => (
		<Field label={label} className="min-w-40 flex-1">
			{(ids) => (
				<Select
					{...ids}
					className="w-full"
					value={linkId(chosen)}
					options={links.map((each) => ({ value: linkId(each), label: plainText(text(each).slice(0, 200)) }))}
					onChange={(id) => setChosen(links.find((each) => linkId(each) === id) ?? chosen)}
				/>
			)}
		</Field>
	);
	return (
		<form
			className="flex flex-wrap items-end gap-3"
			onSubmit={(event) => {
				event.preventDefault();
				if (!isSame) onMove(chosen);
			}}
		>
			{field(t('connect.port'), givers, (each) => portText(nameOf(each.from), each.port))}
			{field(t('connect.to'), takers, (each) => nameOf(each.to))}
			<Button type="submit" disabled={isSame}>
				{t('edge.move')}
			</Button>
		</form>
	);
}
