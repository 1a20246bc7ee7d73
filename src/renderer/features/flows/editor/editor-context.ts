import { createContext, useContext } from 'react';
import type { Port } from '../../../../shared/flow/flow-file.ts';
import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import type { ComponentId, EditedComponent, FlowDocument, Link } from '../model/document.ts';
import type { Role } from '../model/roles.ts';
import type { RunView } from '../run/run-view.ts';
import type { Checked } from './use-check.ts';
import type { Editor } from './use-editor.ts';

/** What an editor may ask a person in a dialog. */
export type Question =
	| {
			readonly kind: 'add';
			/** It takes from this one; null: it is not known yet what it takes. */
			readonly after: ComponentId | null;
			/** It goes into this connection. */
			readonly link: Link | null;
			/** The port it takes from. */
			readonly port?: Port;
			/** It gives to this one. */
			readonly before?: ComponentId;
	  }
	| { readonly kind: 'find' }
	| { readonly kind: 'connect'; readonly from: ComponentId }
	| { readonly kind: 'edge'; readonly link: Link };

/** What the views of one flow share of it, whatever is selected: who needs no more is not drawn again by selecting. */
export interface FlowFacts {
	readonly document: FlowDocument;
	readonly plugins: readonly PluginRecord[];
	readonly check: Checked;
	/** Of the run that goes on, or the last one. */
	readonly run: RunView | null;
	roleOf(component: EditedComponent): Role;
	ask(question: Question): void;
	/** Selects a component and leads the keys to it. */
	show(id: ComponentId): void;
	/** Selects a component and leads the keys to its panel; with a key, to that field. */
	open(id: ComponentId, key?: string | null): void;
	select(ids: readonly ComponentId[]): void;
}

/** All that the views of one flow share. */
export interface EditorView extends FlowFacts {
	readonly editor: Editor;
	/** What its changes are known by (`drafts.ts`). */
	readonly draftId: string;
	/** The name that the flow is kept under; null: it is not. */
	readonly keptAs: string | null;
}

export const FactsContext = createContext<FlowFacts | null>(null);

export function useFlowFacts(): FlowFacts {
	const facts = useContext(FactsContext);
	if (facts === null) throw new Error('useFlowFacts outside of an editor');
	return facts;
}

export const EditorContext = createContext<EditorView | null>(null);

export function useEditorView(): EditorView {
	const view = useContext(EditorContext);
	if (view === null) throw new Error('useEditorView outside of an editor');
	return view;
}
