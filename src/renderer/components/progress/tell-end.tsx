import { Bell, BellRing } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBridge } from '../../client/engine.tsx';
import { useWantedEnds, wantedEnds } from '../../lib/runs/use-wanted-ends.ts';
import { Button } from '../controls/button.tsx';

/** Beside a run that goes on: a notice when it ends, of this run only. A browser asks the person upon this press alone. */
export function TellEndButton({ id }: { readonly id: string }) {
	const { t } = useTranslation('run');
	const bridge = useBridge();
	const isWanted = useWantedEnds().includes(id);
	const [denied, setDenied] = useState<'denied' | 'none' | null>(null);
	const press = async (): Promise<void> => {
		if (isWanted) return wantedEnds.want(id, false);
		const permission = await bridge.askForNotices();
		// Whoever closes the question unanswered is asked at the next press.
		setDenied(permission === 'denied' || permission === 'none' ? permission : null);
		if (permission === 'given') wantedEnds.want(id, true);
	};
	return (
		<>
			<Button
				icon={isWanted ? BellRing : Bell}
				aria-pressed={isWanted}
				className={isWanted ? 'border-accent! bg-selected!' : ''}
				onClick={() => void press()}
			>
				{t('tell.end')}
			</Button>
			<span aria-live="polite" className="text-small text-attention empty:hidden">
				{denied !== null && t(`tell.${denied}`)}
			</span>
		</>
	);
}
