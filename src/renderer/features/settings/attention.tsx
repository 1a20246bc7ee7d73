import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_NOTIFY_AFTER_MS } from '../../../shared/api/settings.ts';
import { useBridge } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { timeUnits } from '../../lib/text/quantity.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { QuantityRow } from './quantity-row.tsx';
import { Group } from './setting-row.tsx';
import { SwitchRow } from './switch-row.tsx';
import { useSetting } from './use-setting.ts';

/** What the person is told while they look elsewhere. */
export function AttentionSettings() {
	const { t } = useTranslation('settings');
	const format = useFormat();
	const { face } = useBridge();
	const { value: isNotified } = useSetting('notify_runs');
	return (
		<Group title={t('attention.title')}>
			<SwitchRow
				setting="notify_runs"
				label={t('attention.notify')}
				hint={
					<>
						<p>{t('attention.notifyHint')}</p>
						{isNotified === true && <BrowsersLeave />}
					</>
				}
			/>
			<QuantityRow
				setting="notify_after_ms"
				label={t('attention.after')}
				hint={t('attention.afterHint')}
				units={timeUnits}
				min={0}
				max={MAX_NOTIFY_AFTER_MS}
				print={format.duration}
				disabled={isNotified === false}
			/>
			{face === 'electron' && <SwitchRow setting="tray" label={t('attention.tray')} hint={t('attention.trayHint')} />}
		</Group>
	);
}

/** A browser shows nothing before the person allowed it, and asks them only after a press of theirs. */
function BrowsersLeave() {
	const { t } = useTranslation('settings');
	const bridge = useBridge();
	const [permission, setPermission] = useState(bridge.noticePermission());
	return (
		<div aria-live="polite" className="mt-1">
			{permission === 'unasked' && (
				<Button onClick={() => void bridge.askForNotices().then(setPermission)}>{t('attention.allow')}</Button>
			)}
			{permission === 'denied' && <p className="text-attention">{t('attention.denied')}</p>}
			{permission === 'none' && <p className="text-attention">{t('attention.none')}</p>}
			{permission === 'given' && bridge.face === 'browser' && <p>{t('attention.given')}</p>}
		</div>
	);
}
