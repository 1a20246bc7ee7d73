import { useTranslation } from 'react-i18next';
import { MAX_PREVIEW_BYTES } from '../../../shared/api/settings.ts';
import { MAX_MEMORY_BYTES, MAX_TIMEOUT_MS, MIN_MEMORY_BYTES, MIN_TIMEOUT_MS } from '../../../shared/policy/limits.ts';
import { byteUnits, timeUnits } from '../../lib/text/quantity.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { QuantityRow } from './quantity-row.tsx';
import { Group } from './setting-row.tsx';
import { SwitchRow } from './switch-row.tsx';
import { useSetting } from './use-setting.ts';

/** Above these no grant counts, whatever it says. */
export function Ceilings() {
	const { t } = useTranslation('settings');
	const format = useFormat();
	return (
		<Group title={t('ceilings.title')}>
			<QuantityRow
				setting="ceiling_memory"
				label={t('ceilings.memory')}
				hint={t('ceilings.memoryHint')}
				units={byteUnits}
				min={MIN_MEMORY_BYTES}
				max={MAX_MEMORY_BYTES}
				print={format.bytes}
			/>
			<QuantityRow
				setting="ceiling_time"
				label={t('ceilings.time')}
				hint={t('ceilings.timeHint')}
				units={timeUnits}
				min={MIN_TIMEOUT_MS}
				max={MAX_TIMEOUT_MS}
				print={format.duration}
			/>
		</Group>
	);
}

const previewUnits = byteUnits.slice(0, 2);

/** What runs keep of their input and output. */
export function Previews() {
	const { t } = useTranslation('settings');
	const format = useFormat();
	const { value: isKept } = useSetting('previews');
	return (
		<Group title={t('previews.title')}>
			<SwitchRow setting="previews" name="previews" label={t('previews.keep')} hint={t('previews.keepHint')} />
			<QuantityRow
				setting="preview_bytes"
				label={t('previews.size')}
				hint={t('previews.sizeHint')}
				units={previewUnits}
				min={1}
				max={MAX_PREVIEW_BYTES}
				print={format.bytes}
				disabled={isKept === false}
			/>
		</Group>
	);
}
