import { Autocomplete } from '@base-ui/react/autocomplete';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../client/engine.tsx';
import { KeyCaps } from '../../components/keys/key-caps.tsx';
import { openBeside, perform } from '../../lib/keys/command.ts';
import { isMac, keyText } from '../../lib/keys/key-text.ts';
import { windowLayer } from '../../lib/keys/taken-keys.ts';
import { takenKeys, useKeys } from '../../lib/keys/use-keys.tsx';
import { type Group, groupsOf } from './groups.ts';
import { noteUse, usedLately } from './lately.ts';
import { MarkedLabel } from './marked-label.tsx';
import type { Match, Pinyin } from './match.ts';
import type { ScreenIcons } from './screen-icons.ts';
import { useActions, useFlowFinds, usePlaces, useSettingFinds } from './use-actions.ts';
import { type PluginCommands, usePluginFinds } from './use-plugin-finds.ts';
import { useRunFinds } from './use-run-finds.ts';

/** What fits what is typed, and the doing of it. */
export function PaletteList({
	screens,
	pluginCommands,
	onClose,
}: {
	readonly screens: ScreenIcons;
	readonly pluginCommands: PluginCommands;
	onClose(): void;
}) {
	const { t } = useTranslation('palette');
	const { face } = useBridge();
	const [typed, setTyped] = useState('');
	const [lately] = useState(usedLately);
	// What is behind does not change while this is above it.
	const [here] = useState(() => takenKeys.commandsOf(windowLayer));
	const { running, found } = useRunFinds(typed);
	const offered = {
		here: here.filter(({ disabled }) => disabled !== true),
		go: [...usePlaces(screens), ...useFlowFinds()],
		actions: useActions(),
		...usePluginFinds(typed, pluginCommands),
		running,
		found,
		settings: useSettingFinds(),
	};
	const groups = groupsOf(offered, typed, lately, usePinyin());
	const input = useRef<HTMLInputElement>(null);
	// The list may come later than the dialog around it.
	useEffect(() => input.current?.focus(), []);
	useKeys({ palette: onClose });
	const highlighted = useRef<Match | undefined>(undefined);
	const choose = ({ command }: Match, beside: boolean): void => {
		noteUse(command.id);
		onClose();
		if (beside && command.to !== undefined) openBeside(command.to);
		// Once the dialog has given the keys back: what is done may open one of its own.
		else queueMicrotask(() => perform(command));
	};
	const hints = [
		['↑ ↓', t('hint.choose')],
		['Enter', t('hint.open')],
		[keyText('openBeside'), t(face === 'electron' ? 'hint.besideWindow' : 'hint.besideTab')],
		['Esc', t('hint.close')],
	] as const;
	return (
		<Autocomplete.Root
			open
			inline
			items={groups}
			mode="none"
			value={typed}
			onValueChange={setTyped}
			itemToStringValue={({ command }: Match) => command.label}
			onItemHighlighted={(match) => {
				highlighted.current = match;
			}}
			autoHighlight="always"
			keepHighlight
		>
			<Autocomplete.InputGroup className="flex shrink-0 items-center gap-2 border-b border-line px-3">
				<Search size={16} aria-hidden className="text-muted" />
				<Autocomplete.Input
					ref={input}
					aria-label={t('title')}
					placeholder={t('placeholder')}
					className="h-11 w-full bg-transparent text-title -outline-offset-2"
					onKeyDown={(event) => {
						const isBeside = event.key === 'Enter' && (isMac ? event.metaKey : event.ctrlKey);
						if (!isBeside || highlighted.current === undefined) return;
						event.preventDefault();
						event.preventBaseUIHandler();
						choose(highlighted.current, true);
					}}
				/>
			</Autocomplete.InputGroup>
			<div className="min-h-0 flex-1 overflow-y-auto">
				<Autocomplete.Empty>{groups.length === 0 && <p className="p-4 text-muted">{t('empty')}</p>}</Autocomplete.Empty>
				<Autocomplete.List className="p-1">
					{(group: Group) => (
						<Autocomplete.Group key={group.name} items={group.items}>
							<Autocomplete.GroupLabel className="px-2 pt-2 pb-1 text-label font-medium text-muted">
								{t(`group.${group.name}`)}
							</Autocomplete.GroupLabel>
							<Autocomplete.Collection>
								{(match: Match) => (
									<Row key={match.command.id} match={match} onChoose={(beside) => choose(match, beside)} />
								)}
							</Autocomplete.Collection>
						</Autocomplete.Group>
					)}
				</Autocomplete.List>
			</div>
			<p className="flex shrink-0 flex-wrap gap-x-4 border-t border-line px-3 py-1.5 text-label text-muted">
				{hints.map(([caps, text]) => (
					<span key={text}>
						{caps} {text}
					</span>
				))}
			</p>
		</Autocomplete.Root>
	);
}

function Row({ match, onChoose }: { readonly match: Match; onChoose(beside: boolean): void }) {
	const { command, marks, also } = match;
	return (
		<Autocomplete.Item
			value={match}
			onClick={(event) => onChoose(event.ctrlKey || event.metaKey)}
			className="flex h-8 items-center gap-2 rounded-small px-2 data-highlighted:bg-selected"
		>
			<command.icon
				size={16}
				aria-hidden
				className={command.danger === true ? 'shrink-0 text-failed' : 'shrink-0 text-muted'}
			/>
			<span className="flex min-w-0 flex-1 items-baseline gap-2">
				<MarkedLabel text={command.label} marks={marks} />
				{also !== null && <span className="shrink-0 text-small text-muted">{also}</span>}
			</span>
			{command.detail !== undefined && <span className="shrink-0 text-small text-muted tabular">{command.detail}</span>}
			{command.key !== undefined && <KeyCaps of={command.key} first />}
		</Autocomplete.Item>
	);
}

/** Chinese is found by its spelling as well; what that takes comes with that language alone. */
function usePinyin(): Pinyin | null {
	const { i18n } = useTranslation();
	const [pinyin, setPinyin] = useState<{ readonly match: Pinyin } | null>(null);
	const isChinese = i18n.resolvedLanguage === 'zh-CN';
	useEffect(() => {
		if (!isChinese) return;
		let isOver = false;
		void import('pinyin-match').then(
			({ default: found }) => !isOver && setPinyin({ match: (text, spelling) => found.match(text, spelling) }),
			() => undefined,
		);
		return () => {
			isOver = true;
		};
	}, [isChinese]);
	return isChinese ? (pinyin?.match ?? null) : null;
}
