import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { builtIns, type Port } from '../../../../shared/flow/flow-file.ts';
import { descriptionOf } from '../../../../shared/plugin/described.ts';
import { Segmented } from '../../../components/controls/choices.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Field, SearchInput, Select } from '../../../components/controls/fields.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { onListKey } from '../../../lib/keys/screen-parts.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { iconOf } from '../editor/component-icon.ts';
import { type Question, useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';
import { type ComponentId, componentOf, linksOf } from '../model/document.ts';
import type { ComponentKind, Where } from '../model/edit.ts';
import { portsOf, type Role, takesRecords } from '../model/roles.ts';

interface Offered {
	readonly kind: ComponentKind;
	readonly name: string;
	readonly role: Role;
	readonly about: string;
}

/** Which component is to be added, and where. Type to narrow, Enter for the first, arrows for the others. */
export function AddDialog({
	question,
	onClose,
}: {
	readonly question: Extract<Question, { readonly kind: 'add' }>;
	/** With what was added; null: nothing was. */
	onClose(added: ComponentId | null): void;
}) {
	const { t } = useTranslation('flows');
	const { t: common, i18n } = useTranslation();
	const { editor, plugins, roleOf } = useEditorView();
	const actions = useComponentActions(editor);
	const { document } = editor;
	const [text, setText] = useState('');
	const list = useRef<HTMLUListElement>(null);
	const after = componentOf(document, question.link?.from ?? question.after);
	const ports = after === undefined ? [] : portsOf(roleOf(after));
	const [chosenPort, setPort] = useState<Port | null>(question.link?.port ?? null);
	const port = chosenPort ?? ports[0] ?? null;
	const takers =
		after === undefined || port === null || question.link !== null
			? []
			: linksOf(document).filter((link) => link.from === after.id && link.port === port);
	const [isBetween, setBetween] = useState<'between' | 'branch'>('branch');
	const where: Where =
		question.link !== null
			? { link: question.link }
			: after === undefined || port === null
				? null
				: { from: after.id, port, isBetween: takers.length > 0 && isBetween === 'between' };
	const all: readonly Offered[] = [
		...builtIns.map((use) => ({ kind: { use }, name: use, role: use, about: t(`about.${use}`) })),
		...plugins.flatMap(({ name, current }) =>
			current === null
				? []
				: [
						{
							kind: { plugin: name },
							name,
							role: current.manifest.type,
							about: descriptionOf(current.manifest.metadata, i18n.language) ?? '',
						},
					],
		),
	];
	const words = text.trim().toLowerCase().split(/\s+/);
	const fitting = all.filter(({ name, role, about }) => {
		const where = `${name} ${role ?? ''} ${t(`role.${role ?? 'unknown'}`)} ${about}`.toLowerCase();
		return words.every((word) => where.includes(word));
	});
	const choose = ({ kind, role }: Offered): void => {
		onClose(actions.add(kind, takesRecords(role) ? where : null));
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		const [first] = fitting;
		if (event.key === 'Enter' && first !== undefined) {
			event.preventDefault();
			choose(first);
		} else if (event.key === 'ArrowDown') {
			event.preventDefault();
			list.current?.querySelector<HTMLElement>('[data-row]')?.focus();
		}
	};
	return (
		<Dialog
			open
			onClose={() => onClose(null)}
			title={t('add.title')}
			description={after === undefined ? undefined : t('add.behind', { name: plainText(after.name.slice(0, 100)) })}
		>
			<div className="flex flex-col gap-3">
				{question.link === null && after !== undefined && ports.length > 1 && (
					<div className="flex flex-wrap items-end gap-3">
						<Field label={t('add.port')}>
							{(ids) => (
								<Select<Port>
									{...ids}
									value={port ?? 'out'}
									options={ports.map((value) => ({ value, label: t(`portLong.${value}`) }))}
									onChange={setPort}
								/>
							)}
						</Field>
						{takers.length > 0 && (
							<Segmented<'branch' | 'between'>
								label={t('add.how')}
								value={isBetween}
								options={[
									{ value: 'branch', label: t('add.branch') },
									{ value: 'between', label: t('add.between') },
								]}
								onChange={setBetween}
							/>
						)}
					</div>
				)}
				<SearchInput
					data-autofocus
					label={t('add.search')}
					value={text}
					onChange={setText}
					onKeyDownCapture={onKeyDown}
				/>
				{fitting.length === 0 && <p className="text-muted">{t('add.none')}</p>}
				<ul ref={list} aria-label={t('add.list')} data-list className="flex flex-col" onKeyDown={onListKey}>
					{fitting.map((offered) => {
						const Icon = iconOf(offered.role);
						return (
							<li key={`${'use' in offered.kind}/${offered.name}`}>
								<button
									type="button"
									data-row
									onClick={() => choose(offered)}
									className="flex w-full items-start gap-3 rounded-base px-2 py-1.5 text-left hover:bg-hover focus-visible:bg-selected"
								>
									<Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
									<span className="min-w-0">
										<span className="flex flex-wrap items-baseline gap-x-2">
											<PluginText className="font-medium">{offered.name}</PluginText>
											<span className="text-small text-muted">
												{'use' in offered.kind ? t('builtIn') : common(`type.${offered.role as 'filter'}`)}
											</span>
										</span>
										{offered.about !== '' && (
											<span className="block text-small text-muted">
												<PluginText max={240}>{offered.about}</PluginText>
											</span>
										)}
									</span>
								</button>
							</li>
						);
					})}
				</ul>
			</div>
		</Dialog>
	);
}
