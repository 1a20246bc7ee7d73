import clsx from 'clsx';
import type { PlaceKey } from '../../../shared/face/places.ts';
import { links } from '../../lib/nav/links.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { useCallTexts } from './use-call-texts.ts';
import { useCalls } from './use-calls.ts';

/** More are not told apart at a glance. */
const MOST = 99;

/** How much at a place of the window calls for the person, as a way to just that; nothing where nothing does. */
export function NavBadge({ place }: { readonly place: PlaceKey }) {
	const format = useFormat();
	const calls = useCalls();
	const textsOf = useCallTexts();
	if (place !== 'plugins' && place !== 'runs') return null;
	const texts = textsOf(calls)[place];
	const count = texts.reduce((sum, text) => sum + text.count, 0);
	if (count === 0) return null;
	const shown = count > MOST ? `${format.count(MOST)}+` : format.count(count);
	const words = texts.map(({ text }) => text).join(' · ');
	const isBad = place === 'runs' || calls.quarantined > 0;
	return (
		<a
			href={`#${texts.length === 1 ? texts[0]?.to : links.pluginsIn(['waiting_for_review', 'quarantined'])}`}
			title={words}
			className={clsx(
				'flex h-6 min-w-6 shrink-0 items-center justify-center rounded-small px-1.5 text-label font-semibold tabular hover:underline',
				'narrow:w-full narrow:px-0',
				isBad ? 'bg-failed-soft text-failed' : 'bg-attention-soft text-attention',
			)}
		>
			<span aria-hidden>{shown}</span>
			<span className="sr-only">{words}</span>
		</a>
	);
}
