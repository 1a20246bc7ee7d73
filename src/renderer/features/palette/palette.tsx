import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fits } from './fits.ts';
import { type Command, type ScreenIcons, useCommands } from './use-commands.ts';
import { useFinds } from './use-finds.ts';

interface Group {
	readonly value: string;
	readonly items: readonly Command[];
}

interface PaletteProps {
	readonly screens: ScreenIcons;
	readonly open: boolean;
	onClose(): void;
}

/** Ctrl/Cmd+K: every plugin, run and action by a few letters. */
export function Palette({ screens, open, onClose }: PaletteProps) {
	const { t } = useTranslation('palette');
	return (
		<Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
			<Dialog.Portal>
				<Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
				<Dialog.Popup
					aria-label={t('title')}
					className="fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-[min(600px,94vw)] -translate-x-1/2 flex-col overflow-hidden rounded-base border border-line bg-raised shadow-float"
				>
					<PaletteList screens={screens} onClose={onClose} />
				</Dialog.Popup>
			</Dialog.Portal>
		</Dialog.Root>
	);
}

function PaletteList({ screens, onClose }: Omit<PaletteProps, 'open'>) {
	const { t } = useTranslation('palette');
	const [typed, setTyped] = useState('');
	const commands = useCommands(screens);
	const finds = useFinds(typed, true);
	const actions: Group = { value: t('actions'), items: commands.filter(({ label }) => fits(label, typed)) };
	const plugins: Group = { value: t('plugins'), items: finds.plugins };
	const runs: Group = { value: t('runs'), items: finds.runs };
	// What was typed is a name more often than a verb.
	const groups = (typed === '' ? [actions, plugins, runs] : [plugins, runs, actions]).filter(
		({ items }) => items.length > 0,
	);
	return (
		<Autocomplete.Root
			open
			inline
			items={groups}
			mode="none"
			value={typed}
			onValueChange={setTyped}
			itemToStringValue={(command: Command) => command.label}
			autoHighlight="always"
			keepHighlight
		>
			<Autocomplete.InputGroup className="flex items-center gap-2 border-b border-line px-3">
				<Search size={16} aria-hidden className="text-muted" />
				<Autocomplete.Input
					aria-label={t('title')}
					placeholder={t('placeholder')}
					className="h-11 w-full bg-transparent text-title"
				/>
			</Autocomplete.InputGroup>
			<div className="min-h-0 flex-1 overflow-y-auto">
				<Autocomplete.Empty>{groups.length === 0 && <p className="p-4 text-muted">{t('empty')}</p>}</Autocomplete.Empty>
				<Autocomplete.List className="p-1">
					{(group: Group) => (
						<Autocomplete.Group key={group.value} items={group.items}>
							<Autocomplete.GroupLabel className="px-2 pt-2 pb-1 text-label font-medium text-muted">
								{group.value}
							</Autocomplete.GroupLabel>
							<Autocomplete.Collection>
								{(command: Command) => (
									<Autocomplete.Item
										key={command.id}
										value={command}
										onClick={() => {
											onClose();
											command.run();
										}}
										className="flex h-8 items-center gap-2 rounded-small px-2 data-highlighted:bg-selected"
									>
										<command.icon size={16} aria-hidden className="shrink-0 text-muted" />
										<bdi className="min-w-0 flex-1 truncate">{command.label}</bdi>
										{command.detail !== undefined && (
											<span className="shrink-0 text-small text-muted">{command.detail}</span>
										)}
									</Autocomplete.Item>
								)}
							</Autocomplete.Collection>
						</Autocomplete.Group>
					)}
				</Autocomplete.List>
			</div>
			<p className="border-t border-line px-3 py-1.5 text-label text-muted">{t('hint')}</p>
		</Autocomplete.Root>
	);
}
