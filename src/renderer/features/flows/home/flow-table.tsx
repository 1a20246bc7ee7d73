import {
	CircleDashed,
	CirclePause,
	Clock3,
	Copy,
	Ellipsis,
	Pencil,
	Play,
	RotateCcw,
	Trash2,
	TriangleAlert,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FlowSummary } from '../../../../shared/api/flow-routes.ts';
import type { TriggerState } from '../../../../shared/flow/trigger.ts';
import { IconButton } from '../../../components/controls/button.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { Menu } from '../../../components/controls/menu.tsx';
import { RunStatusLabel, Status } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { onListKey } from '../../../lib/keys/screen-parts.ts';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type Draft, keptDraftId } from '../drafts.ts';
import { useWhenText } from '../triggers/use-when-text.ts';
import { useFlowActions } from './use-flow-actions.ts';

const columns = ['name', 'components', 'lastRun', 'saved', 'actions'] as const;
const widths = {
	name: '',
	components: 'w-32 slim:hidden',
	lastRun: 'w-48',
	saved: 'w-32 single:hidden',
	actions: 'w-11',
} as const;

/** Drafts of flows that are not kept first, then every flow that is kept, each with its last run. */
export function FlowTable({
	flows,
	known,
	drafts,
	triggers,
}: {
	readonly flows: readonly FlowSummary[];
	/** Names of all that are kept. */
	readonly known: ReadonlySet<string>;
	readonly drafts: readonly Draft[];
	/** What starts flows by itself. */
	readonly triggers: readonly TriggerState[];
}) {
	const { t } = useTranslation('flows');
	return (
		<table className="w-full table-fixed">
			<caption className="sr-only">{t('title')}</caption>
			<thead>
				<tr className="h-8 border-b border-line text-left text-label text-muted">
					{columns.map((column) => (
						<th key={column} scope="col" className={`px-2 font-medium first:pl-4 ${widths[column]}`}>
							<span className={column === 'actions' ? 'sr-only' : undefined}>{t(`column.${column}`)}</span>
						</th>
					))}
				</tr>
			</thead>
			<tbody data-list onKeyDown={onListKey}>
				{drafts
					.filter(({ kept }) => kept === null || !known.has(kept.name))
					.map((draft) => (
						<DraftRow key={draft.id} draft={draft} />
					))}
				{flows.map((flow) => (
					<FlowRow
						key={flow.name}
						flow={flow}
						draft={drafts.find(({ id }) => id === keptDraftId(flow.name)) ?? null}
						trigger={triggers.find((trigger) => trigger.flow === flow.name) ?? null}
					/>
				))}
			</tbody>
		</table>
	);
}

function FlowRow({
	flow,
	draft,
	trigger,
}: {
	readonly flow: FlowSummary;
	readonly draft: Draft | null;
	readonly trigger: TriggerState | null;
}) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const actions = useFlowActions();
	const { name, description, version, components, savedAt, lastRun } = flow;
	return (
		<tr className="h-11 border-b border-line hover:bg-hover [&>td]:px-2">
			<th scope="row" className="truncate pr-2 pl-4 text-left font-normal">
				<Link data-row to={links.flow(name)} className="block truncate font-medium text-text!">
					<PluginText max={200}>{name}</PluginText>
				</Link>
				<span className="flex gap-x-3 truncate text-small text-muted">
					{draft !== null && <Unsaved />}
					{trigger !== null && <StartsByItself state={trigger} />}
					<span className="truncate">
						{t('versions.version', { version: String(version) })}
						{description !== null && description !== '' && (
							<>
								{' · '}
								<PluginText max={200}>{description}</PluginText>
							</>
						)}
					</span>
				</span>
			</th>
			<td className={`truncate ${widths.components}`}>
				{t('componentCount', { count: components, text: format.count(components) })}
			</td>
			<td className="truncate">
				{lastRun === null ? (
					<span className="text-muted">{t('neverRan')}</span>
				) : (
					<Link
						to={links.run(lastRun.id)}
						className="block truncate text-text!"
						title={format.fullTime(lastRun.startedAt)}
					>
						<RunStatusLabel status={lastRun.status} />
						<span className="block truncate text-small text-muted">{format.relative(lastRun.startedAt)}</span>
					</Link>
				)}
			</td>
			<td className={`truncate text-muted ${widths.saved}`} title={format.fullTime(savedAt)}>
				{format.relative(savedAt)}
			</td>
			<td>
				<Menu
					trigger={<IconButton icon={Ellipsis} label={t('actionsOf', { name: plainText(name) })} />}
					items={[
						{ id: 'open', label: t('edit'), icon: Pencil, onSelect: () => navigate(links.flow(name)) },
						{ id: 'run', label: t('run.go'), icon: Play, onSelect: () => navigate(links.runFlow(name)) },
						{ id: 'copy', label: t('duplicate'), icon: Copy, onSelect: () => void actions.duplicate(name) },
						...(draft === null
							? []
							: [{ id: 'discard', label: t('save.discard'), icon: RotateCcw, onSelect: () => actions.discard(draft) }]),
						{
							id: 'remove',
							label: t('remove.go'),
							icon: Trash2,
							danger: true,
							separated: true,
							onSelect: () => void actions.remove(name),
						},
					]}
				/>
			</td>
		</tr>
	);
}

function DraftRow({ draft }: { readonly draft: Draft }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const actions = useFlowActions();
	const { name, components } = draft.document;
	const shown = name.trim() === '' ? t('flow.unnamed') : name;
	return (
		<tr className="h-11 border-b border-line hover:bg-hover [&>td]:px-2">
			<th scope="row" className="truncate pr-2 pl-4 text-left font-normal">
				<Link data-row to={links.flowDraft(draft.id)} className="block truncate font-medium text-text!">
					<PluginText max={200}>{shown}</PluginText>
				</Link>
				<span className="block truncate text-small">
					<Unsaved />
				</span>
			</th>
			<td className={`truncate ${widths.components}`}>
				{t('componentCount', { count: components.length, text: format.count(components.length) })}
			</td>
			<td className="truncate text-muted">{t('neverRan')}</td>
			<td className={`truncate text-muted ${widths.saved}`}>{t('notSaved')}</td>
			<td>
				<IconButton
					icon={Trash2}
					label={t('discardNamed', { name: plainText(shown) })}
					onClick={() => actions.discard(draft)}
				/>
			</td>
		</tr>
	);
}

function Unsaved() {
	const { t } = useTranslation('flows');
	return (
		<Status tone="attention" icon={CircleDashed}>
			{t('save.dirty')}
		</Status>
	);
}

/** What starts a flow by itself, in a few words; that it cannot matters more than when it would. */
function StartsByItself({ state: { trigger, isActive, problem } }: { readonly state: TriggerState }) {
	const { t } = useTranslation('triggers');
	const when = useWhenText();
	const words = when(trigger);
	const isStuck = isActive && problem !== null;
	return (
		<span className="max-w-[60%] shrink-0 truncate" title={words}>
			<Status tone={isStuck ? 'attention' : 'neutral'} icon={isStuck ? TriangleAlert : isActive ? Clock3 : CirclePause}>
				{isActive ? words : t('listStopped', { when: words })}
			</Status>
		</span>
	);
}
