import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Port } from '../../../../shared/flow/flow-file.ts';
import { type ComponentInput, componentOf } from '../model/document.ts';
import { useFlowFacts } from './editor-context.ts';

/** A component's port in words: its name alone for what it gives, else with the port. */
export function usePortText(): (name: string, port: Port) => string {
	const { t } = useTranslation('flows');
	return useCallback((name, port) => (port === 'out' ? name : t('ofPort', { name, port: t(`port.${port}`) })), [t]);
}

/** What a component takes, in words. */
export function useInputText(): (input: ComponentInput) => string {
	const { document } = useFlowFacts();
	const portText = usePortText();
	return useCallback(
		(input) =>
			'unknown' in input ? input.unknown : portText(componentOf(document, input.from)?.name ?? '', input.port),
		[document, portText],
	);
}
