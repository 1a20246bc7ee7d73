import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * Where the form is too narrow for its columns a row becomes a block: what it is about above, then what is asked, granted
 * and in force beside each other, each under the name of its column. It stays a table to a screen reader.
 */
export const stackedRow = '@max-xl:grid @max-xl:h-auto! @max-xl:grid-cols-[1fr_1.6fr_1fr] @max-xl:pb-1';
/** The first cell: as wide as the row, less the place of its actions. */
export const stackedHead = '@max-xl:col-span-2 @max-xl:min-w-0 @max-xl:py-1 @max-xl:wrap-anywhere';
/** The last cell: beside the first. */
export const stackedEnd = '@max-xl:order-first @max-xl:col-start-3 @max-xl:row-start-1 @max-xl:self-center';
/** A row of one cell. */
export const stackedWhole = '@max-xl:block @max-xl:*:block';

const AloneContext = createContext(false);

/** The form shows a policy of no plugin: nothing is asked for, and nothing is in force. */
export const FormAlone = AloneContext.Provider;

export function useAlone(): boolean {
	return useContext(AloneContext);
}

/** Columns of the form, for a cell that is as wide as it. */
export function useSpan(): number {
	return useAlone() ? 3 : 5;
}

export type StackedColumn = 'asked' | 'granted' | 'inForce';

/** The column's name, in a row that stands without its head. */
export function StackedLabel({ column }: { readonly column: StackedColumn }) {
	const { t } = useTranslation('policy');
	const alone = useAlone();
	return (
		<span aria-hidden className="hidden text-label text-muted @max-xl:block">
			{t(alone ? 'form.allows' : `form.${column}`)}
		</span>
	);
}
