import { Columns3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChosenColumns } from '../../lib/hooks/use-columns.ts';
import { openLater } from '../../lib/load-later.tsx';
import { Button, IconButton } from '../controls/button.tsx';
import { useOpener } from '../controls/popups/use-opener.ts';

const ColumnChoice = openLater(async () => (await import('./column-choice.tsx')).ColumnChoice<string>);

/** Which columns a table shows, and in which order. */
export function ColumnMenu<C extends string>({
	columns,
	fixed,
	nameOf,
	iconOnly = false,
}: {
	readonly columns: ChosenColumns<C>;
	/** Cannot be left out. */
	readonly fixed: C;
	nameOf(column: C): string;
	readonly iconOnly?: boolean;
}) {
	const { t } = useTranslation();
	const { popup, buttonProps } = useOpener('dialog');
	const label = t('columns.menu');
	return (
		<>
			{iconOnly ? (
				<IconButton icon={Columns3} tone="plain" label={label} {...buttonProps} />
			) : (
				<Button icon={Columns3} {...buttonProps}>
					{label}
				</Button>
			)}
			{popup !== null && <ColumnChoice opened={popup} columns={columns} fixed={fixed} nameOf={nameOf} />}
		</>
	);
}
