import {
	Blocks,
	Eye,
	FileInput,
	FileOutput,
	Filter,
	Import,
	type LucideIcon,
	PackageX,
	Send,
	Shuffle,
	Sigma,
} from 'lucide-react';
import type { Role } from '../model/roles.ts';

const icons: Readonly<Record<Exclude<Role, null>, LucideIcon>> = {
	'read-file': FileInput,
	'write-file': FileOutput,
	preview: Eye,
	source: Import,
	processor: Blocks,
	transformer: Shuffle,
	filter: Filter,
	aggregator: Sigma,
	destination: Send,
};

export function iconOf(role: Role): LucideIcon {
	return role === null ? PackageX : icons[role];
}
