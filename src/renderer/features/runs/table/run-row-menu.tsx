import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunDetail, RunSummary } from '../../../../shared/run/run.ts';
import type { RowMenuState } from '../../../components/controls/popups/row-menu-state.ts';
import { RowMenu } from '../../../components/controls/row-menu.tsx';
import { useCommandsHere } from '../../../lib/keys/use-keys.tsx';
import { useOpenCommands } from '../../../lib/keys/use-open-commands.ts';
import { links } from '../../../lib/nav/links.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { CompareChooser } from '../compare/compare-chooser.tsx';
import { DeleteRuns } from '../list/delete-runs.tsx';
import { useRunCommands } from '../use-run-commands.ts';

/** What can be done with the run of a row: in its menu, and of the active one in the palette. */
export function RunRowMenu({
	menu,
	grid,
	active,
}: {
	readonly menu: RowMenuState<RunSummary>;
	readonly grid: RefObject<HTMLElement | null>;
	readonly active: RunSummary | undefined;
}) {
	const { t } = useTranslation();
	const [comparing, setComparing] = useState<RunDetail | null>(null);
	const [removing, setRemoving] = useState<RunSummary | null>(null);
	const [last, setLast] = useState<RunSummary | null>(null);
	if (menu.row !== null && menu.row !== last) setLast(menu.row);
	const commandsOf = useRunCommands({ onCompare: setComparing, onRemove: setRemoving });
	const opens = useOpenCommands();
	// Its key is the page's own: Ctrl+Enter in a list begins nothing.
	useCommandsHere(active === undefined ? [] : commandsOf(active).map(({ key: _, ...command }) => command));
	return (
		<>
			<RowMenu
				menu={menu}
				grid={grid}
				title={last === null ? '' : `${plainText(last.label)} · ${t(`runStatus.${last.status}`)} · ${last.id}`}
				commands={last === null ? [] : [...opens(links.run(last.id)), ...commandsOf(last)]}
			/>
			{comparing !== null && <CompareChooser run={comparing} onClose={() => setComparing(null)} />}
			<DeleteRuns
				open={removing !== null}
				target={{ ids: removing === null ? [] : [removing.id] }}
				count={1}
				onClose={() => setRemoving(null)}
				onDone={() => {}}
			/>
		</>
	);
}
