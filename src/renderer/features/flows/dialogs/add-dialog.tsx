import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { builtIns, type Port } from '../../../../shared/flow/flow-file.ts';
import { descriptionOf } from '../../../../shared/plugin/described.ts';
import { Segmented } from '../../../components/controls/choices.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Field, Select } from '../../../components/controls/fields.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { type Question, useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';
import { type ComponentId, componentOf, linksOf } from '../model/document.ts';
import type { ComponentKind, Where } from '../model/edit.ts';
import { givesRecords, portsOf, takesRecords } from '../model/roles.ts';
import { type Pick, PickList } from './pick-list.tsx';

interface Offered extends Pick {
	readonly component: ComponentKind;
}

/** Which component is to be added, and where: first what fits there, then what would stand alone. */
export function AddDialog({
	question,
	onClose,
}: {
	readonly question: Extract<Question, { readonly kind: 'add' }>;
	/** With what was added; null: nothing was. */
	onClose(added: ComponentId | null): void;
}) {
	const { t } = useTranslation('flows');
	const { editor, roleOf } = useEditorView();
	const actions = useComponentActions(editor);
	const { document } = editor;
	const before = componentOf(document, question.before ?? null);
	const after = componentOf(document, question.link?.from ?? question.after);
	const ports = after === undefined ? [] : portsOf(roleOf(after));
	const [chosenPort, setPort] = useState<Port | null>(question.link?.port ?? question.port ?? null);
	const port = chosenPort ?? ports[0] ?? null;
	const takers =
		after === undefined || port === null || question.link !== null
			? []
			: linksOf(document).filter((link) => link.from === after.id && link.port === port);
	const [isBetween, setBetween] = useState<'between' | 'branch'>('branch');
	const where: Where =
		before !== undefined
			? { before: before.id }
			: question.link !== null
				? { link: question.link }
				: after === undefined || port === null
					? null
					: { from: after.id, port, isBetween: takers.length > 0 && isBetween === 'between' };
	const all = useOffered();
	const isGoingOn = question.link !== null || (where !== null && 'isBetween' in where && where.isBetween);
	/** What goes on takes and gives; what ends a branch takes; what is put before one gives. */
	const fits = ({ role }: Offered): boolean =>
		where === null ||
		(before !== undefined ? givesRecords(role) : takesRecords(role) && (!isGoingOn || givesRecords(role)));
	const fitting = all.filter(fits);
	// What is dropped from a port, or put into a connection, is to be connected.
	const isAsked = question.link !== null || question.port !== undefined || before !== undefined;
	const others = isAsked ? [] : all.filter((each) => !fits(each) && !takesRecords(each.role));
	const name = (of: typeof after): string => plainText((of?.name ?? '').slice(0, 100));
	const description =
		before !== undefined
			? t('add.before', { name: name(before) })
			: question.link !== null
				? t('edge.title', { from: name(after), to: name(componentOf(document, question.link.to)) })
				: after === undefined
					? undefined
					: t('add.behind', { name: name(after) });
	return (
		<Dialog open onClose={() => onClose(null)} title={t('add.title')} description={description}>
			<div className="flex flex-col gap-3">
				{question.link === null && after !== undefined && ports.length > 0 && (
					<div className="flex flex-wrap items-end gap-3">
						{ports.length > 1 && (
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
						)}
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
				<PickList<Offered>
					search={t('add.search')}
					none={t('add.none')}
					groups={[
						{ title: t('add.list'), isTitleShown: false, picks: fitting },
						{ title: t('add.alone'), isTitleShown: true, picks: others },
					]}
					onPick={(offered) => onClose(actions.add(offered.component, fits(offered) ? where : null))}
				/>
			</div>
		</Dialog>
	);
}

/** Everything that a component can be. */
function useOffered(): readonly Offered[] {
	const { t } = useTranslation('flows');
	const { t: common, i18n } = useTranslation();
	const { plugins } = useEditorView();
	return [
		...builtIns.map((use) => ({
			key: `use/${use}`,
			component: { use },
			name: use,
			role: use,
			kind: t('builtIn'),
			about: t(`about.${use}`),
			also: t(`role.${use}`),
		})),
		...plugins.flatMap(({ name, current }) =>
			current === null
				? []
				: [
						{
							key: `plugin/${name}`,
							component: { plugin: name },
							name,
							role: current.manifest.type,
							kind: common(`type.${current.manifest.type}`),
							about: descriptionOf(current.manifest.metadata, i18n.language) ?? '',
							also: current.manifest.type,
						},
					],
		),
	];
}
