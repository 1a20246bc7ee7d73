import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { isSign, type KeyId, keyIds, keyPlaces, keyTable } from '../../../shared/face/keys.ts';
import { useBridge, useRoute } from '../../client/engine.tsx';
import { KeyCaps } from './key-caps.tsx';

/** Every key that does something, by where it holds. Those that are switched off are left out. */
export function KeyTable() {
	const { t } = useTranslation('keys');
	const { face } = useBridge();
	const { data } = useRoute('settings.get', {});
	const isOff = (id: KeyId): boolean =>
		data?.letter_keys === false && keyTable[id].own !== true && keyTable[id].presses.every(isSign);
	const shown = keyIds.filter((id) => (keyTable[id].face ?? face) === face && !isOff(id));
	return (
		<table className="w-full">
			<caption className="sr-only">{t('title')}</caption>
			<thead className="sr-only">
				<tr>
					<th scope="col">{t('what')}</th>
					<th scope="col">{t('keys')}</th>
				</tr>
			</thead>
			{keyPlaces.map((place) => (
				<Fragment key={place}>
					<tbody className="divide-y divide-line border-t border-line first:border-t-0">
						<tr>
							<th scope="rowgroup" colSpan={2} className="px-3 pt-3 pb-1 text-left text-label font-medium text-muted">
								{t(`where.${place}`)}
							</th>
						</tr>
						{shown
							.filter((id) => keyTable[id].where === place)
							.map((id) => (
								<tr key={id} className="h-8">
									<th scope="row" className="px-3 text-left font-normal">
										{id.startsWith('go-') ? t('goTo', { place: t(`does.${id}`) }) : t(`does.${id}`)}
									</th>
									<td className="px-3 text-right">
										<KeyCaps of={id} />
									</td>
								</tr>
							))}
					</tbody>
				</Fragment>
			))}
		</table>
	);
}
