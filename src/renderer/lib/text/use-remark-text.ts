import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Remark } from '../../../shared/errors/remark.ts';
import { useLaterTexts } from '../../i18n/index.ts';

/** No sentence asks for more than all facts that there are. */
const noFacts = {
	...{ key: '', near: '', more: '', why: '', path: '', name: '', at: '', problem: '' },
	...{ version: '', than: '', other: '', code: '', times: '', since: '…', plugin: '' },
};

/** What a remark says, in the window's language; until its texts are there, in the engine's. Facts are others' words: draw it as plugin text. */
export function useRemarkText(): (remark: Remark) => string {
	const { t } = useTranslation('remark');
	const { t: install } = useTranslation('install');
	const hasTexts = useLaterTexts();
	return useCallback(
		({ reason, facts, text }) => {
			if (!hasTexts) return text;
			switch (reason) {
				case 'noted':
					return text;
				case 'imports_unasked':
				case 'asks_unused':
					return install(`code.${reason}.${facts.power}`, { imports: '', ...facts });
				default:
					return t(reason, { ...noFacts, ...facts });
			}
		},
		[hasTexts, t, install],
	);
}
