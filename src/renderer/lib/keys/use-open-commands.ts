import { ArrowRight, SquareArrowOutUpRight } from 'lucide-react';
import { useBridge } from '../../client/engine.tsx';
import { type Command, openBeside } from './command.ts';
import { useCommandWords } from './use-command-words.ts';

/** The ways to a place, for a menu: here, and beside what is open. */
export function useOpenCommands(): (to: string) => readonly Command[] {
	const words = useCommandWords();
	const { face } = useBridge();
	return (to) => [
		{ id: 'open', ...words('rowOpen'), icon: ArrowRight, to },
		{
			id: 'open-beside',
			...words(face === 'electron' ? 'rowWindow' : 'rowTab'),
			icon: SquareArrowOutUpRight,
			act: () => openBeside(to),
		},
	];
}
