import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Failure, type FailureText, failureText } from './failure-text.ts';
import { useFormat } from './use-format.ts';

/** Says errors in the window's language. */
export function useFailureText(): (error: Failure) => FailureText {
	const { t } = useTranslation('failure');
	const { t: common } = useTranslation();
	const format = useFormat();
	return useCallback((error) => failureText(error, format, t, common), [format, t, common]);
}
