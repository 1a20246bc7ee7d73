import type { Connection, FinalConnectionState, ReactFlowProps } from '@xyflow/react';
import { useRef } from 'react';
import type { Port } from '../../../../shared/flow/flow-file.ts';
import { useEditorView } from '../editor/editor-context.ts';
import type { ComponentActions } from '../editor/use-component-actions.ts';
import { type ComponentId, componentOf, type Link, mayConnect } from '../model/document.ts';
import { disconnectLink } from '../model/edit.ts';
import { portsOf, takesRecords } from '../model/roles.ts';
import type { ComponentNodeType } from './component-node.tsx';
import type { LinkEdgeType } from './link-edge.tsx';

type Handlers = Required<
	Pick<
		ReactFlowProps<ComponentNodeType, LinkEdgeType>,
		'onConnect' | 'onConnectEnd' | 'isValidConnection' | 'onReconnect' | 'onReconnectStart' | 'onReconnectEnd'
	>
>;

const linkOf = ({
	source,
	sourceHandle,
	target,
}: Pick<Connection, 'source' | 'target'> & { sourceHandle?: string | null }): Link => ({
	from: source,
	port: (sourceHandle ?? 'out') as Port,
	to: target,
});

/**
 * Connections by the pointer. One that is dropped on a component is connected to it, wherever on it; one that is dropped
 * on nothing asks what is to stand there. The end of one that is there can be taken elsewhere, or off.
 */
export function useConnecting(actions: ComponentActions): Handlers {
	const { editor, roleOf, ask } = useEditorView();
	const { document } = editor;
	/** The end of this one is held. */
	const held = useRef<Link | null>(null);
	const isGood = (link: Link): boolean => {
		const to = componentOf(document, link.to);
		const without = held.current === null ? document : disconnectLink(document, held.current);
		return to !== undefined && takesRecords(roleOf(to)) && mayConnect(without, link);
	};
	/** What a connection is dropped on, with the port or component at its other end. */
	const droppedOn = (event: MouseEvent | TouchEvent, { fromHandle }: FinalConnectionState): Link | null => {
		const component = componentUnder(event);
		if (component === null || fromHandle === null || component === fromHandle.nodeId) return null;
		if (fromHandle.type === 'source')
			return linkOf({ source: fromHandle.nodeId, sourceHandle: fromHandle.id ?? null, target: component });
		const giver = componentOf(document, component);
		const port = giver === undefined ? undefined : portsOf(roleOf(giver))[0];
		return port === undefined ? null : { from: component, port, to: fromHandle.nodeId };
	};
	return {
		isValidConnection: (connection) => isGood(linkOf(connection)),
		onConnect: (connection) => actions.connect(linkOf(connection)),
		onConnectEnd: (event, state) => {
			if (state.isValid === true || state.fromHandle === null || held.current !== null) return;
			const link = droppedOn(event, state);
			if (link !== null) {
				if (isGood(link)) actions.connect(link);
				return;
			}
			if (componentUnder(event) !== null) return;
			const { nodeId, id, type } = state.fromHandle;
			if (type === 'source') ask({ kind: 'add', after: nodeId, link: null, port: (id ?? 'out') as Port });
			else ask({ kind: 'add', after: null, link: null, before: nodeId });
		},
		onReconnectStart: (_, { data }) => {
			held.current = data?.link ?? null;
		},
		onReconnect: ({ data }, connection) => data !== undefined && actions.reconnect(data.link, linkOf(connection)),
		onReconnectEnd: (event, { data }, _, state) => {
			const link = data?.link;
			if (link !== undefined && state.isValid !== true) {
				const other = droppedOn(event, state);
				if (other !== null && isGood(other)) actions.reconnect(link, other);
				else if (componentUnder(event) === null) actions.disconnect(link);
			}
			held.current = null;
		},
	};
}

/** The component that the pointer is over. */
function componentUnder(event: MouseEvent | TouchEvent): ComponentId | null {
	const at = 'changedTouches' in event ? event.changedTouches[0] : event;
	const element = at === undefined ? null : window.document.elementFromPoint(at.clientX, at.clientY);
	const node = element?.closest('.react-flow__node');
	return node?.querySelector<HTMLElement>('[data-flow-component]')?.dataset['flowComponent'] ?? null;
}
