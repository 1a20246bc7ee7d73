import { useTranslation } from 'react-i18next';
import type { InspectAnswer } from '../../../../shared/api/plugin-routes.ts';
import { componentTypes } from '../../../../shared/plugin/component-type.ts';
import { chosenAmong } from '../../../../shared/wasm/callable-shape.ts';
import { Field, Select } from '../../../components/controls/fields.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { ofType, type RoleDraft, recordChoices } from '../role.ts';

/** What a program or an Extism plugin does and how it takes records, where nothing that it brings says so. */
export function RoleFields({
	offer,
	role,
	onChange,
}: {
	readonly offer: InspectAnswer;
	readonly role: RoleDraft;
	onChange(role: RoleDraft): void;
}) {
	const { t } = useTranslation('install');
	const { t: common } = useTranslation();
	const isExtism = offer.analysis.abi === 'extism';
	return (
		<section aria-label={t('role.title')} className="flex flex-col gap-2">
			<div>
				<h3 className="font-semibold">{t('role.title')}</h3>
				<p className="text-muted">{t(isExtism ? 'role.extism' : 'role.command')}</p>
			</div>
			<div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
				<Field label={t('role.type')}>
					{(ids) => (
						<Select
							{...ids}
							value={role.type}
							options={componentTypes.map((type) => ({ value: type, label: common(`type.${type}`) }))}
							onChange={(type) => onChange(ofType(role, type, offer))}
						/>
					)}
				</Field>
				{isExtism && (
					<>
						<ExportField
							label={t('role.export')}
							value={role.work}
							offer={offer}
							isNeeded={role.type !== 'processor'}
							onChange={(work) => onChange({ ...role, work })}
						/>
						{role.type === 'aggregator' && (
							<ExportField
								label={t('role.resultExport')}
								value={role.result}
								offer={offer}
								isNeeded
								onChange={(result) => onChange({ ...role, result })}
							/>
						)}
						<Field label={t('role.records')}>
							{(ids) => (
								<Select
									{...ids}
									value={role.records}
									options={recordChoices.map((way) => ({ value: way, label: t(`role.way.${way}`) }))}
									onChange={(records) => onChange({ ...role, records })}
								/>
							)}
						</Field>
					</>
				)}
			</div>
		</section>
	);
}

function ExportField({
	label,
	value,
	offer,
	isNeeded,
	onChange,
}: {
	readonly label: string;
	readonly value: string;
	readonly offer: InspectAnswer;
	readonly isNeeded: boolean;
	onChange(name: string): void;
}) {
	const { t } = useTranslation('install');
	const none = { value: '', label: t(isNeeded ? 'role.choose' : 'role.any') };
	const names = [...new Set([...(value === '' ? [] : [value]), ...chosenAmong(offer.analysis.exports)])];
	const error = isNeeded && value === '' ? t('role.needed') : undefined;
	return (
		<Field label={label} error={error}>
			{(ids) => (
				<Select
					{...ids}
					value={value}
					options={[none, ...names.map((name) => ({ value: name, label: plainText(name).slice(0, 100) }))]}
					onChange={onChange}
				/>
			)}
		</Field>
	);
}
