import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError, WireError } from '../../../../shared/errors/errors.ts';
import { useRoute } from '../../../client/engine.tsx';
import { useSettled } from '../../../lib/hooks/use-settled.ts';
import { sentencesOf } from '../../../lib/text/failure-text.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFailureText } from '../../../lib/text/use-failure-text.ts';
import { useRemarkText } from '../../../lib/text/use-remark-text.ts';
import type { ComponentId, EditedComponent, FlowDocument } from '../model/document.ts';
import { configOf, draftProblems, flowOf } from '../model/write-flow.ts';

/** How long nothing is changed before the engine is asked, ms. */
const SETTLE_MS = 250;

/** One thing that keeps the flow from running, where it is. */
interface Problem {
	/** Null: the flow as a whole. */
	readonly component: ComponentId | null;
	/** Key of the component: `config.path`, `inputs`; null: the whole of it. */
	readonly key: string | null;
	readonly text: string;
}

/** Something about a component, and the key of it. */
interface Remarked extends Problem {
	readonly component: ComponentId;
}

export interface Checked {
	readonly problems: readonly Problem[];
	/** It is about the document as it is now. */
	readonly isCurrent: boolean;
	/** What keeps the flow from nothing, and is good to know. */
	readonly remarks: readonly Remarked[];
}

const nothing = { name: '-', components: [{ name: 'none', config: {} }] };

/** What is wrong with a document: what it tells by itself at once, and what the engine says a moment after each change. */
export function useCheck(document: FlowDocument): Checked {
	const { t } = useTranslation('flows');
	const say = useFailureText();
	const remarkText = useRemarkText();
	const own = useMemo(() => draftProblems(document), [document]);
	const settled = useSettled(document, SETTLE_MS);
	const definition = useMemo(() => flowOf(settled), [settled]);
	const isFlow = useMemo(() => draftProblems(settled).length === 0, [settled]);
	const check = useRoute(
		'flows.check',
		{ flow: { definition: isFlow ? definition : nothing } },
		{ enabled: isFlow, keepPrevious: true, ofDisk: true },
	);
	const { data, error, isPlaceholderData, isFetching } = check;
	return useMemo(() => {
		const textOf = (wire: WireError | DataFlareError): string => plainText(sentencesOf(say(wire)).slice(0, 1000));
		const ofDraft = own.map(({ component, key, kind }): Problem => ({ component, key, text: t(`problem.${kind}`) }));
		const isAnswered = isFlow && data !== undefined && !isPlaceholderData;
		const ids = settled.components.map(({ id }) => id);
		const ofEngine: readonly Problem[] = !isFlow
			? []
			: error !== null
				? [{ component: null, key: null, text: textOf(error) }]
				: (data?.problems ?? []).map(({ component, key, error: wire }) => ({
						component: component === null ? null : (ids[component] ?? null),
						key,
						// Nothing was chosen yet: what that is to be is no news.
						text:
							key === 'config.path' && lacksFile(settled.components[component ?? -1])
								? t('problem.noFile')
								: textOf(wire),
					}));
		const here = new Set(document.components.map(({ id }) => id));
		return {
			problems: [...ofDraft, ...ofEngine.filter(({ component }) => component === null || here.has(component))],
			isCurrent: settled === document && (!isFlow || (isAnswered && !isFetching) || error !== null),
			remarks: (data?.remarks ?? []).flatMap(({ component, key, remark }): readonly Remarked[] => {
				const component = ids[component];
				return component === undefined || !here.has(component) ? [] : [{ component, key, text: remarkText(remark) }];
			}),
		};
	}, [own, settled, document, isFlow, data, error, isPlaceholderData, isFetching, say, remarkText, t]);
}

/** A part of the program whose file nobody chose yet. */
function lacksFile(component: EditedComponent | undefined): boolean {
	const { path } = component === undefined ? {} : configOf(component.config);
	return component !== undefined && component.use !== null && (path === undefined || path === '');
}
