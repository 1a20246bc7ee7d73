import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLaterTexts } from '../../i18n/index.ts';
import { type Failure, type FailureText, failureText, ownText } from './failure-text.ts';
import { useFormat } from './use-format.ts';

/** Says errors in the window's language; until its texts are there, as the engine does. */
export function useFailureText(): (error: Failure) => FailureText {
	const { t } = useTranslation('failure');
	const { t: common } = useTranslation();
	const format = useFormat();
	const hasTexts = useLaterTexts();
	return useCallback(
		(error) => (hasTexts ? failureText(error, format, t, common) : ownText(error)),
		[hasTexts, format, t, common],
	);
}
