import { useTranslation } from 'react-i18next';
import { MAX_PRELOAD_BYTES } from '../../../shared/plugin/preload.ts';
import { useRoute } from '../../client/engine.tsx';
import { byteUnits } from '../../lib/text/quantity.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { QuantityRow } from './quantity-row.tsx';
import { Group } from './setting-row.tsx';

/** How much memory plugins may hold that nobody has called yet. */
export function Preloading() {
	const { t } = useTranslation('settings');
	const format = useFormat();
	const { data } = useRoute('preload.list', {});
	const ready = data?.plugins.filter(({ state }) => state === 'ready').length ?? 0;
	return (
		<Group title={t('preloading.title')}>
			<QuantityRow
				setting="preload_memory"
				label={t('preloading.memory')}
				hint={
					<>
						<p>{t('preloading.memoryHint')}</p>
						{data !== undefined && ready > 0 && (
							<p>
								{t('preloading.used', { count: ready, text: format.count(ready), bytes: format.bytes(data.usedBytes) })}
							</p>
						)}
					</>
				}
				units={byteUnits}
				min={0}
				max={MAX_PRELOAD_BYTES}
				print={format.bytes}
			/>
		</Group>
	);
}
