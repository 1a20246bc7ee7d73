import { type KeyboardEvent, useRef, useState } from 'react';
import { SearchInput } from '../../../components/controls/fields.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { onListKey } from '../../../lib/keys/screen-parts.ts';
import { iconOf } from '../editor/component-icon.ts';
import type { Role } from '../model/roles.ts';

export interface Pick {
	readonly key: string;
	readonly name: string;
	readonly role: Role;
	/** What it is, in a word or two. */
	readonly kind: string;
	readonly about: string;
	/** Found by these as well. */
	readonly also: string;
}

/** Components to choose one of. Type to narrow, Enter for the first, arrows for the others. */
export function PickList<P extends Pick>({
	search,
	none,
	groups,
	onPick,
}: {
	readonly search: string;
	readonly none: string;
	readonly groups: readonly { readonly title: string; readonly isTitleShown: boolean; readonly picks: readonly P[] }[];
	onPick(pick: P): void;
}) {
	const [text, setText] = useState('');
	const lists = useRef<HTMLDivElement>(null);
	const words = text.trim().toLowerCase().split(/\s+/);
	const fitting = groups
		.map((group) => ({
			...group,
			picks: group.picks.filter((pick) => {
				const where = `${pick.name} ${pick.kind} ${pick.about} ${pick.also}`.toLowerCase();
				return words.every((word) => where.includes(word));
			}),
		}))
		.filter(({ picks }) => picks.length > 0);
	const onKeyDown = (event: KeyboardEvent): void => {
		const first = fitting[0]?.picks[0];
		if (event.key === 'Enter' && first !== undefined) {
			event.preventDefault();
			onPick(first);
		} else if (event.key === 'ArrowDown') {
			event.preventDefault();
			lists.current?.querySelector<HTMLElement>('[data-row]')?.focus();
		}
	};
	return (
		<>
			<SearchInput data-autofocus label={search} value={text} onChange={setText} onKeyDownCapture={onKeyDown} />
			{fitting.length === 0 && <p className="text-muted">{none}</p>}
			{/* One list to the arrows, whatever its groups. */}
			{/* biome-ignore lint/a11y/noStaticElementInteractions: its rows have the keys */}
			<div ref={lists} data-list onKeyDown={onListKey} className="flex flex-col gap-3">
				{fitting.map(({ title, isTitleShown, picks }) => (
					<section key={title} className="flex flex-col">
						{isTitleShown && <h3 className="px-2 py-1 text-small font-semibold">{title}</h3>}
						<ul aria-label={title} className="flex flex-col">
							{picks.map((pick) => (
								<li key={pick.key}>
									<PickRow pick={pick} onPick={() => onPick(pick)} />
								</li>
							))}
						</ul>
					</section>
				))}
			</div>
		</>
	);
}

function PickRow({ pick, onPick }: { readonly pick: Pick; onPick(): void }) {
	const Icon = iconOf(pick.role);
	return (
		<button
			type="button"
			data-row
			onClick={onPick}
			className="flex w-full items-start gap-3 rounded-base px-2 py-1.5 text-left hover:bg-hover focus-visible:bg-selected"
		>
			<Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-muted" />
			<span className="min-w-0">
				<span className="flex flex-wrap items-baseline gap-x-2">
					<PluginText className="font-medium" max={200}>
						{pick.name}
					</PluginText>
					<span className="text-small text-muted">{pick.kind}</span>
				</span>
				{pick.about !== '' && (
					<span className="block text-small text-muted">
						<PluginText max={240}>{pick.about}</PluginText>
					</span>
				)}
			</span>
		</button>
	);
}
