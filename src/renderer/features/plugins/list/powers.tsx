import type { LucideIcon } from 'lucide-react';
import { FilePen, FileText, Globe, KeyRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { powersOf, type ShownPower } from './powers-of.ts';

const icons: Readonly<Record<ShownPower, LucideIcon>> = {
	write: FilePen,
	read: FileText,
	network: Globe,
	environment: KeyRound,
};

/** What a plugin may do, as small labelled icons; the words give way where there is no room. */
export function Powers({ policy }: { readonly policy: SecurityPolicy }) {
	const { t } = useTranslation('plugins');
	const { t: common } = useTranslation();
	return (
		<span className="flex gap-2 text-label text-muted">
			{powersOf(policy).map(({ power, entries }) => {
				const Icon = icons[power];
				return (
					<span
						key={power}
						title={plainText(`${t(`power.${power}`)}${common('colon')}${entries.join(common('comma'))}`)}
						className="flex items-center gap-1 whitespace-nowrap"
					>
						<Icon size={12} aria-hidden />
						<span className="sr-only @min-[400px]:not-sr-only">{t(`powerShort.${power}`)}</span>
					</span>
				);
			})}
		</span>
	);
}
