import { Handle, type Node, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react';
import clsx from 'clsx';
import { memo, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Port } from '../../../../shared/flow/flow-file.ts';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { iconOf } from '../editor/component-icon.ts';
import { ComponentCounts, ComponentState } from '../editor/component-state.tsx';
import { useFlowFacts } from '../editor/editor-context.ts';
import { useInputText } from '../editor/use-component-words.ts';
import { componentOf, linksFrom } from '../model/document.ts';
import { takesRecords } from '../model/roles.ts';
import { PLACE_WIDTH, portLeft } from './layout.ts';

export type ComponentNodeType = Node<
	{
		readonly ports: readonly Port[];
		/** Tab leads to it. */
		readonly isStop: boolean;
		/** Its panel is shown. */
		readonly isActive: boolean;
	},
	'component'
>;

/** A component on the canvas: one button, with a handle for what it takes and one for each port. */
export const ComponentNode = memo(
	({ id, selected, data: { ports, isStop, isActive } }: NodeProps<ComponentNodeType>) => {
		const { t } = useTranslation('flows');
		const { document, run, check, roleOf, select } = useFlowFacts();
		const format = useFormat();
		const inputText = useInputText();
		const remeasure = useUpdateNodeInternals();
		const portWords = ports.join(' ');
		useEffect(() => {
			if (portWords !== '') remeasure(id);
		}, [id, portWords, remeasure]);
		const component = componentOf(document, id);
		const done = run?.components.get(id);
		const takenPorts = new Set(linksFrom(document, id).map(({ port }) => port));
		/** Records that came out of a port that nobody takes from: no connection tells of them. */
		const lost = (port: Port): number =>
			done === undefined || port === 'out' || takenPorts.has(port)
				? 0
				: port === 'failed'
					? done.recordsFailed
					: done.recordsDropped;
		if (component === undefined) return null;
		const role = roleOf(component);
		const Icon = iconOf(role);
		const hasProblem = check.problems.some((problem) => problem.component === id);
		const takers = [...new Set(linksFrom(document, id).map(({ to }) => to))];
		const links = [
			...(component.inputs.length === 0
				? []
				: [t('canvas.takes', { names: component.inputs.map(inputText).join(t('comma')) })]),
			...(takers.length === 0
				? []
				: [t('canvas.gives', { names: takers.map((to) => componentOf(document, to)?.name ?? '').join(t('comma')) })]),
		];
		return (
			<div
				className={clsx(
					'relative h-full rounded-base border bg-panel has-focus-visible:outline-2 has-focus-visible:outline-offset-2',
					selected ? 'border-accent shadow-[0_0_0_1px_var(--c-accent)]' : hasProblem ? 'border-failed' : 'border-edge',
				)}
			>
				{(takesRecords(role) || component.inputs.length > 0) && (
					<Handle type="target" position={Position.Top} style={{ left: portLeft(ports, null) }} />
				)}
				<button
					type="button"
					data-flow-component={id}
					tabIndex={isStop ? 0 : -1}
					aria-current={isActive ? 'true' : undefined}
					onFocus={() => {
						if (!selected) select([id]);
					}}
					className="flex h-[50px] w-full min-w-0 items-center gap-2.5 rounded-base pr-2 pl-5 text-left outline-none"
				>
					<Icon size={18} aria-hidden className="shrink-0 text-muted" />
					<span className="min-w-0 flex-1">
						<span className="block truncate font-medium">
							<PluginText max={200}>{component.name}</PluginText>
						</span>
						<span className="flex min-w-0 items-baseline gap-x-2 text-small text-muted">
							{/* How it is matters more than what it is, which its icon tells. */}
							<span className="truncate [&:has(+_*)]:sr-only">{t(`role.${role ?? 'unknown'}`)}</span>
							<ComponentState component={component} isShort />
						</span>
					</span>
					<span className="sr-only">
						<ComponentCounts component={component} /> {links.join(' ')}
					</span>
				</button>
				{ports.length > 1 && (
					<span aria-hidden className="flex text-small">
						{ports.map((port) => (
							<span
								key={port}
								style={{ width: PLACE_WIDTH }}
								className={clsx('text-center', port === 'failed' && lost(port) > 0 ? 'text-failed' : 'text-muted')}
							>
								{t(`port.${port}`)}
								{/* As much as goes along a connection, where there is none. */}
								{lost(port) > 0 && (
									<span
										className="tabular absolute top-full mt-2 -translate-x-1/2"
										style={{ left: portLeft(ports, port) }}
									>
										{format.compact(lost(port))}
									</span>
								)}
							</span>
						))}
					</span>
				)}
				{ports.map((port) => (
					<Handle
						key={port}
						id={port}
						type="source"
						position={Position.Bottom}
						style={{ left: portLeft(ports, port) }}
					/>
				))}
			</div>
		);
	},
);
